import { ERRORS } from '@hart/errors';
import { GENERATED } from './markdown.ts';

const RANGES: Record<string, string> = {
  1: 'Programs: ELF and instructions',
  2: 'The machine and its compiler',
  3: 'Environments',
  4: 'Stateless validation',
  5: 'The command line',
  9: 'Bugs',
};

/** The book's page about errors, from the catalogue. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS)
    .map(([name, error]) => ({ name, ...error }))
    .sort((a, b) => a.code.localeCompare(b.code));
  const sections = Object.entries(RANGES).flatMap(([digit, title]) => {
    const own = rows.filter(({ code }) => code.startsWith(`HART${digit}`));
    return own.length === 0 ? [] : [`\n## ${title}\n${own.map(errorEntry).join('')}`];
  });
  return `${GENERATED}
# Errors

Every error has a number that never changes its meaning. Match on it, not on the text. Words in
braces stand for what was found.
${sections.join('')}`;
}

function errorEntry(error: (typeof ERRORS)[keyof typeof ERRORS] & { name: string }): string {
  const { code, name } = error;
  const [message, fix] = [error.message, error.fix].map((text) => text.replaceAll('<', '&lt;'));
  return `\n### ${code} {#${code.toLowerCase()}}\n\n\`${name}\`: ${message}\n\n${fix}\n`;
}

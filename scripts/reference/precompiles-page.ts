import {
  countByFamily,
  FAMILIES,
  type Family,
  KINDS,
  listPrecompiles,
  type Precompile,
  ZKVMS,
} from '@hart/accelerators/survey';

/** The book's page about what zkVMs accelerate, from the survey. */
export function precompilesPage(): string {
  const entries = listPrecompiles();
  const accelerating = entries.filter(({ kind }) => kind !== 'system');
  return [
    '<!-- Written by `npm run docs:reference` from packages/accelerators/src/survey; do not edit. -->\n',
    '# What zkVMs accelerate\n',
    'A zkVM proves each instruction of a guest at about the same price, so that a hash or a pairing in\n' +
      'software is dear. *Precompiles* do such work at a price of their own: circuits that a guest calls by an\n' +
      '`ecall` number, a CSR or an opcode. Which of them a zkVM should have is contested. A *fat* one has an\n' +
      "operation for each of Ethereum's own precompiles, a *lean* one only the arithmetic below them;\n" +
      '[fat or lean](./fat-or-lean.md) measures both.\n',
    `Eight zkVMs and the zkVM standard, ${accelerating.length} calls, and ${entries.length - accelerating.length} more that only do input, output and\n` +
      'halting. All were read in the source code of the version named; `hart precompiles list` prints the\n' +
      'same data, with filters and as JSON.\n',
    '| zkVM | guests | version | repository |\n| :-- | :-- | :-- | :-- |',
    ...ZKVMS.map(
      ({ name, isa, version, repository }) =>
        `| ${name} | ${isa} | ${version} | [${repository}](https://github.com/${repository}) |`,
    ),
    '\n## At a glance\n',
    'Calls by what they work on. A number says little of how much one call does.\n',
    ...matrix(accelerating),
    '\nThe kinds in the lists below:\n',
    ...Object.entries(KINDS).map(([kind, meaning]) => `- **${kind}**: ${meaning}`),
    ...ZKVMS.flatMap(({ name }) => section(name, accelerating)),
    '',
  ].join('\n');
}

function matrix(entries: readonly Precompile[]): string[] {
  const counts = countByFamily(entries);
  const families = (Object.keys(FAMILIES) as Family[]).filter((family) => counts.has(family));
  return [
    `| | ${ZKVMS.map(({ name }) => name).join(' | ')} |`,
    `| :-- |${' --: |'.repeat(ZKVMS.length)}`,
    ...families.map((family) => {
      const cells = ZKVMS.map(({ name }) => counts.get(family)?.get(name) ?? '');
      return `| ${FAMILIES[family]} | ${cells.join(' | ')} |`;
    }),
  ];
}

function section(name: string, entries: readonly Precompile[]): string[] {
  return [
    `\n## ${name}\n`,
    '| name | kind | works on | id |\n| :-- | :-- | :-- | :-- |',
    ...entries
      .filter(({ zkvm }) => zkvm === name)
      .map(
        (entry) =>
          `| ${code(entry.name)} | ${entry.kind} | ${FAMILIES[entry.family]} | ${code(entry.id)} |`,
      ),
  ];
}

/** Angle brackets in names, such as `addmod<N>`, are no HTML. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

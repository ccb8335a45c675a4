import { COMMANDS, COMMON_OPTIONS, EXIT_CODES, optionDescription, optionSyntax } from '@hart/cli';
import { GENERATED, markdownTable } from './markdown.ts';

type Command = (typeof COMMANDS)[number];

/** The book's page about the command line, from the table of commands. */
export function commandLinePage(): string {
  return `${GENERATED}
# Command line

Standard output is the result and nothing else; progress, logs, summaries and errors go to standard
error. \`--json\` changes the form of standard output, never what belongs there: it is then one document

\`\`\`json
{
  "schemaVersion": 1,
  "success": true,
  "data": {},
  "errors": [],
  "warnings": []
}
\`\`\`

with the command's \`data\`; an error has \`code\`, \`name\`, \`message\` and \`fix\`. Big numbers and bytes
are hex strings. A name that is documented here keeps its meaning; \`data\` may grow.

## Exit codes

${markdownTable(
  ['code', 'meaning'],
  Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning]),
)}
Ctrl-C ends a command by its signal, which a shell shows as 130. Stack traces appear only with
\`--debug\` and for bugs.

## Every command

${optionsTable(COMMON_OPTIONS)}
\`hart --version\` prints the versions of Hart, Node and V8. \`NO_COLOR\` and \`FORCE_COLOR\` are obeyed.
${COMMANDS.map(commandSection).join('')}`;
}

function optionsTable(options: Command['options']): string {
  return markdownTable(
    ['option', 'meaning'],
    Object.entries(options).map(([name, option]) => [
      `\`${optionSyntax(name, option)}\``,
      optionDescription(option),
    ]),
  );
}

function commandSection(command: Command): string {
  const examples = command.examples.map((row) => `# ${row.description}\n${row.command}`).join('\n');
  const usage = command.usage.map((line) => `hart ${command.name} ${line}`).join('\n');
  const operands = command.arguments.map(({ name, description }) => [`\`${name}\``, description]);
  return `
## hart ${command.name}

${command.summary}.

\`\`\`sh
${examples}
\`\`\`

\`\`\`text
${usage}
\`\`\`

${command.description.replaceAll('\n', ' ')}

${operands.length > 0 ? `${markdownTable(['argument', 'meaning'], operands)}\n` : ''}${
  Object.keys(command.options).length > 0 ? `${optionsTable(command.options)}\n` : ''
}Standard output: ${command.stdout.text}.

\`data\` with \`--json\`: ${command.stdout.json}.
`;
}

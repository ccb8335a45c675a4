import { COMMON_OPTIONS, type Command, type Option, optionFlag } from './command.ts';
import { table } from './text.ts';

/** `--max-steps <n>`, as help and the book write an option. */
export function optionSyntax(name: string, option: Option): string {
  return option.value === undefined ? optionFlag(name) : `${optionFlag(name)} <${option.value}>`;
}

/** The description of an option with its default. */
export function optionDescription(option: Option): string {
  return option.defaultText === undefined
    ? option.description
    : `${option.description} (default: ${option.defaultText})`;
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return `\n${title}:\n${table(rows, { indent: 2 })}`;
}

/** Help of one command: purpose, examples first, then usage and options. */
export function commandHelp(command: Command): string {
  const options = { ...command.options, ...COMMON_OPTIONS };
  return [
    `${command.summary}\n`,
    '\nExamples:\n',
    ...command.examples.map((example) => `  # ${example.description}\n  ${example.command}\n`),
    '\nUsage:\n',
    ...command.usage.map((usage) => `  hart ${command.name} ${usage}\n`),
    `\n${command.description}\n`,
    command.arguments.length > 0
      ? section(
          'Arguments',
          command.arguments.map((argument) => [argument.name, argument.description]),
        )
      : '',
    section(
      'Options',
      Object.entries(options).map(([name, option]) => [
        optionSyntax(name, option),
        optionDescription(option),
      ]),
    ),
  ].join('');
}

/** Help of `hart` itself. */
export function programHelp(commands: readonly Command[]): string {
  return [
    'Hart runs Ethereum on RISC-V.\n',
    '\nExamples:\n',
    ...commands.flatMap(({ examples }) => {
      const [example] = examples;
      return example ? [`  # ${example.description}\n  ${example.command}\n`] : [];
    }),
    '\nUsage:\n  hart <command> [options]\n',
    section(
      'Commands',
      commands.map((command) => [command.name, command.summary]),
    ),
    '\n`hart <command> --help` explains one command; `hart --version` prints versions.\n',
  ].join('');
}

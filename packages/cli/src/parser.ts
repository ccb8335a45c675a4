import { InvalidArgumentError, Command as Parser, Option as ParserOption } from 'commander';
import { COMMON_OPTIONS, type Command, InvalidValue, type Option, optionFlag } from './command.ts';
import { commandHelp, optionSyntax, programHelp } from './help.ts';
import { versionText } from './version.ts';

type Execute = (
  command: Command,
  args: string[],
  options: Record<string, unknown>,
) => Promise<void>;

function parserOption(name: string, option: Option): ParserOption {
  const { parse } = option;
  const parserOption = new ParserOption(optionSyntax(name, option), option.description);
  if (parse === undefined || option.value === undefined) return parserOption;
  return parserOption.argParser((text, before: unknown) => {
    try {
      const value = parse(text);
      const all = option.repeated === true && before !== undefined;
      return all ? [...(before as unknown[]), ...(value as unknown[])] : value;
    } catch (error) {
      if (error instanceof InvalidValue) throw new InvalidArgumentError(`${error.message}.`);
      throw error;
    }
  });
}

/**
 * A commander program for the table of commands. Parsing throws CommanderError for usage errors, help
 * and version; help that was asked for goes to standard output, everything else is left to the caller.
 */
export function createParser(commands: readonly Command[], execute: Execute): Parser {
  const program = new Parser('hart');
  program
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .helpCommand('help [command]')
    .helpOption('-h, --help')
    .version(versionText(), '--version');
  program.helpInformation = () => programHelp(commands);
  for (const command of commands) {
    const verb = program
      .command(command.name)
      .exitOverride()
      .configureOutput({ writeErr() {} });
    for (const { name, description, required } of command.arguments) {
      verb.argument(required ? `<${name}>` : `[${name}]`, description);
    }
    for (const [name, option] of Object.entries({ ...command.options, ...COMMON_OPTIONS })) {
      if (optionFlag(name) === '--help') verb.helpOption('-h, --help', option.description);
      else verb.addOption(parserOption(name, option));
    }
    verb.helpInformation = () => commandHelp(command);
    verb.action(async () => {
      await execute(command, verb.args, verb.opts());
    });
  }
  return program;
}

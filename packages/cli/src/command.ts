import type { HartError } from '@hart/errors';
import type { ExitCode } from './exit-code.ts';
import type { Progress } from './progress.ts';

/** One option of a command. `Value` is what the handler gets when the option is given. */
export interface Option<Value = unknown> {
  /** Placeholder of the value in the help text; absent for a flag. */
  value?: string;
  description: string;
  choices?: readonly string[];
  /** What holds when the option is absent, as text for the help. */
  defaultText?: string;
  /** Turns the text into a value; throws {@link InvalidValue}. */
  parse?: (text: string) => Value;
  /** May be given several times, each with a value that `parse` adds to those before. */
  repeated?: boolean;
}

export type OptionTable = Record<string, Option>;

/** The values of a table's options, each undefined when it was not given. */
type OptionValues<Options extends OptionTable> = {
  readonly [Name in keyof Options]: Options[Name] extends Option<infer Value>
    ? Value | undefined
    : never;
};

/** What a handler is called with. */
export interface Invocation<Options extends OptionTable = OptionTable> {
  arguments: readonly string[];
  options: OptionValues<Options>;
  progress: Progress;
}

/** What a handler gives back; `main` does the printing, so that every command keeps the same rules. */
export interface CommandResult {
  exitCode: ExitCode;
  /** `data` of the `--json` envelope; big integers and bytes become hex strings. */
  data: unknown;
  /** Standard output without `--json`: the command's result and nothing else. */
  stdout: string | Uint8Array;
  /** Text for standard error. */
  report?: string;
  /** Why the command failed, when that is an outcome and not an exception. */
  errors?: readonly HartError[];
  warnings?: readonly string[];
}

/** One verb of `hart`. Help text and the book's command line page derive from this object. */
export interface Command<Options extends OptionTable = OptionTable> {
  name: string;
  summary: string;
  /** A paragraph for `--help` and the book. */
  description: string;
  /** Usage lines without the command's name. */
  usage: readonly string[];
  arguments: readonly { name: string; description: string; required: boolean }[];
  options: Options;
  examples: readonly { command: string; description: string }[];
  /** What standard output carries, without and with `--json`. */
  stdout: { text: string; json: string };
  /** Imports the handler; kept apart so that help starts fast. */
  load(): Promise<{ handle(invocation: Invocation<Options>): Promise<CommandResult> }>;
}

/** Checks a command against its option table and forgets the table's exact type. */
export function defineCommand<const Options extends OptionTable>(
  command: Command<Options>,
): Command {
  return command;
}

/** Why the text of an option's value cannot be used; becomes a usage error that names the option. */
export class InvalidValue extends Error {}

/** An option that is on or off. */
export function flag(description: string): Option<boolean> {
  return { description };
}

/** An option with a text value, such as a file. */
export function text(value: string, description: string): Option<string> {
  return { value, description, parse: (given) => given };
}

/** An option that may be given several times; the handler gets all texts that `check` accepts, in order. */
export function texts(
  value: string,
  description: string,
  check: (text: string) => string = (given) => given,
): Option<readonly string[]> {
  return {
    value,
    description: `${description}; may be given several times`,
    repeated: true,
    parse: (given) => [check(given)],
  };
}

/** An option with one of a few values; the first is the default. */
export function choice<const Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
  description: string,
): Option<Choice> {
  return {
    value: choices.join('|'),
    description,
    choices,
    defaultText: choices[0],
    parse(given) {
      const found = choices.find((name) => name === given);
      if (found === undefined) throw new InvalidValue(`Expected one of ${choices.join(', ')}`);
      return found;
    },
  };
}

/** An option with a whole number from `minimum` to 2^53 - 1, decimal or 0x, `_` allowed between digits. */
export function integer(value: string, description: string, minimum: number): Option<number> {
  return {
    value,
    description,
    parse(given) {
      const digits = given.replace(/(?<=[0-9a-f])_(?=[0-9a-f])/gi, '');
      const number = /^(0x[0-9a-f]+|[0-9]+)$/i.test(digits) ? Number(digits) : Number.NaN;
      if (!Number.isSafeInteger(number) || number < minimum) {
        throw new InvalidValue(`Expected a whole number from ${minimum} to 2^53 - 1`);
      }
      return number;
    },
  };
}

/** An option with 32 bytes in hex, such as a block hash. */
export function hash(value: string, description: string): Option<`0x${string}`> {
  return {
    value,
    description,
    parse(given) {
      if (!/^0x[0-9a-f]{64}$/i.test(given)) {
        throw new InvalidValue('Expected 0x and 64 hex digits');
      }
      return given.toLowerCase() as `0x${string}`;
    },
  };
}

/** `maxSteps` → `--max-steps`. */
export function optionFlag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Options that every command takes. */
export const COMMON_OPTIONS = {
  json: flag('print one JSON document instead of text'),
  debug: flag('print stack traces with errors'),
  help: flag('print this help'),
} as const satisfies OptionTable;

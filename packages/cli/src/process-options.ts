import { InvalidValue, type OptionTable, texts } from './command.ts';
import { readInputFile } from './files.ts';

/** What a Linux program finds around it. */
export const processOptions = {
  env: texts('NAME=VALUE', 'set an environment variable of a Linux guest', (text) => {
    if (!/^[^=]+=/.test(text)) throw new InvalidValue('Expected NAME=VALUE');
    return text;
  }),
  file: texts('GUEST=HOST', 'let a Linux guest read the file HOST at the path GUEST', (text) => {
    if (!/^\/[^=]*[^=/]=./.test(text)) throw new InvalidValue('Expected /path/in/guest=path/here');
    return text;
  }),
} as const satisfies OptionTable;

/** Arguments of a Linux program, for commands whose operands are something else. */
export const argumentOption = texts('TEXT', 'an argument for a Linux guest');

interface Given {
  arg?: readonly string[] | undefined;
  env?: readonly string[] | undefined;
  file?: readonly string[] | undefined;
}

/** These options as `runProgram` wants them. Throws what reading a file throws. */
export function readProcessOptions({ arg, env, file }: Given): {
  args?: readonly string[];
  variables?: readonly string[];
  files?: ReadonlyMap<string, Uint8Array>;
} {
  return {
    ...(arg && { args: arg }),
    ...(env && { variables: env }),
    ...(file && { files: new Map(file.map(readFile)) }),
  };
}

function readFile(text: string): [string, Uint8Array] {
  const at = text.indexOf('=');
  return [text.slice(0, at), readInputFile(text.slice(at + 1))];
}

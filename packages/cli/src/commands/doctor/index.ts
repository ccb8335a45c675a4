import { defineCommand } from '../../command.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Check whether this machine can run Hart and build guests',
  description:
    'Looks at Node, its WebAssembly features, memory, the committed guests and the toolchains that only\n' +
    'rebuilding guests needs. A missing toolchain is a note; anything that Hart itself needs and lacks\n' +
    'ends the command with 4.',
  usage: ['[options]'],
  arguments: [],
  options: {},
  examples: [
    { command: 'hart doctor', description: 'See what is there and what is missing' },
    { command: 'hart doctor --json', description: 'The same for a bug report or a script' },
  ],
  stdout: {
    text: 'one line per check: `ok`, `note` or `FAIL`, what, and what was found',
    json: '`ok`, `node`, `platform`, `wasm`, `guests`, `toolchains` and `checks`, the table of the text form',
  },
  load: () => import('./handler.ts'),
});

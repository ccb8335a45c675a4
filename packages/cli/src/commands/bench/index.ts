import { defineCommand } from '../../command.ts';
import { benchOptions } from './options.ts';

export const bench = defineCommand({
  name: 'bench',
  summary: 'Measure Hart against its peers on this machine',
  description:
    'SUITE is `engine`: the C guests of bench/ and the stateless guest in the compiled engine, counting steps\n' +
    'alone and with the trace, beside the interpreter and, as far as they are installed, native code of gcc\n' +
    'and qemu-riscv64. Builds the guests first, which needs clang and lld. All engines must give the same\n' +
    'output. A bar that is missed is part of the result; it does not fail the command.',
  usage: ['SUITE [options]'],
  arguments: [{ name: 'SUITE', description: 'what to measure: engine', required: true }],
  options: benchOptions,
  examples: [
    { command: 'hart bench engine', description: 'All guests; takes some minutes' },
    {
      command: 'hart bench engine --guests keccak,sqlite --runs 3',
      description: 'Two of them, quickly',
    },
    {
      command: 'hart bench engine --write',
      description: 'Write the report page of the book, its chart and its data',
    },
  ],
  stdout: {
    text: 'a row for each guest with medians and ratios, then the bars and whether they were reached',
    json: '`date`, `machine`, `runs`, `guests` with every sample in seconds and the `figures` that follow, `bars`, `leftOut`',
  },
  load: () => import('./handler.ts'),
});

import { defineCommand } from '../../command.ts';
import { replayOptions } from './options.ts';

export const replay = defineCommand({
  name: 'replay',
  summary: 'Replay a trace in parallel and check it',
  description:
    'Executes every chunk of a trace again, each alone, without memory and in any order, and works out\n' +
    'the full row of every instruction: operands, result, memory access. Checks that each chunk ends where\n' +
    'the next one starts. A trace that does not replay ends the command with 1 and names the chunk.\n' +
    'With --pipeline there is no file between: the program runs on one thread, and its chunks are replayed\n' +
    'while it goes on; however the guest ends, what counts is whether its trace replays.',
  usage: ['TRACE --elf ELF [options]', '--pipeline --elf ELF [--input FILE] [options]'],
  arguments: [
    { name: 'TRACE', description: 'a file that `hart run --trace` wrote', required: false },
  ],
  options: replayOptions,
  examples: [
    {
      command: 'hart replay guest.trace --elf guest.elf --workers 2',
      description: 'Replay on two threads and print the digest over all rows',
    },
    {
      command: 'hart replay --pipeline --elf guest.elf --input input.bin',
      description: 'Run a program and replay it at the same time',
    },
  ],
  stdout: {
    text: 'the digest over all rows, 16 hex digits',
    json: '`chunks`, `steps`, `rowsPerSecond`, `workers`, `seconds`, `digest`, `workerSeconds` (CPU time); with --pipeline `execution`: `reason`, `exitCode`, `seconds`, `waited`, `trace`; after a failure `chunk` and `reason`',
  },
  load: () => import('./handler.ts'),
});

import { defineCommand } from '../../command.ts';
import { runOptions } from './options.ts';

export const run = defineCommand({
  name: 'run',
  summary: 'Run a RISC-V program and show what it did',
  description:
    'Runs a static RV64 ELF. Standard output carries what the guest wrote to its public or standard output, byte for\n' +
    'byte (as hex on a terminal, when it is not text); its log or standard error and the summary go to standard error. A\n' +
    'guest that exits with another code than 0 ends the command with 1, a trap or a reached limit with 3.',
  usage: ['ELF [options]', 'ELF [options] -- ARGUMENTS'],
  arguments: [
    { name: 'ELF', description: 'the linked guest program', required: true },
    { name: 'arguments...', description: 'for a Linux program, after `--`', required: false },
  ],
  options: runOptions,
  examples: [
    {
      command: 'hart run guest.elf --input input.bin',
      description: 'Run a zkVM guest on an input',
    },
    {
      command: 'hart run guest.elf --max-steps 1000000 --engine interpreter',
      description: 'Stop after a million instructions, in the interpreter',
    },
    {
      command: 'hart run guest.elf --trace guest.trace',
      description: 'Write the minimal trace, from which the run can be replayed in parallel',
    },
    {
      command: 'hart run guest.elf --profile guest.pb.gz',
      description: 'Show which functions took the steps, and write a profile for pprof',
    },
    {
      command: 'hart run program --env LANG=C --file /etc/hosts=hosts -- -v /etc/hosts',
      description: 'Run a static Linux program of Rust, C or Go with arguments and a file',
    },
    {
      command: 'hart run guest.elf --json',
      description: 'Steps, time, output and exit code as JSON',
    },
  ],
  stdout: {
    text: 'the guest’s public output',
    json: '`exitCode`, `reason` (`exit`, `trap` or `limit`), `steps`, `seconds` `{load, compile, run}`, `mips`, `misaligned`, `output` (hex), `log`, `abi`, `engine`, `trap` after a trap or a fatal fault, `trace` `{chunks, bytes, bytesPerStep}` with --trace, and `profile` `{file, nodes, functions}` with --profile',
  },
  load: () => import('./handler.ts'),
});

import { defineCommand } from '../../command.ts';
import { syscallsOptions } from './options.ts';

export const syscalls = defineCommand({
  name: 'syscalls',
  summary: 'Show which Linux calls a program issues, and which tier it needs',
  description:
    'Runs a static Linux program with everything that Hart has and counts its calls by name and by the\n' +
    'arguments that tell what it wants. Says the smallest tier of the Linux environment that suffices for\n' +
    'this run, and what is missing: a call that Hart does not have stops the program and ends the command\n' +
    'with 3. However the program ends otherwise, its profile is a success. Two programs are shown side by side.',
  usage: ['ELF [options]', 'ELF ELF [options]'],
  arguments: [
    { name: 'ELF', description: 'the linked program', required: true },
    { name: 'other', description: 'another one to compare it with', required: false },
  ],
  options: syscallsOptions,
  examples: [
    { command: 'hart syscalls program', description: 'What does it ask of Linux?' },
    {
      command: 'hart syscalls hello-go hello-rust --json',
      description: 'Compare the runtimes of two languages',
    },
  ],
  stdout: {
    text: 'a line for each call: name, number, tier, count, arguments; then the tier and what is missing',
    json: '`tier`, `calls` {name: count}, `missing` (texts of the calls that Hart does not have), `variants` {name: {arguments: count}}, `reason`, `exitCode`, `steps`; for two programs `programs`, a list of these with `file`',
  },
  load: () => import('./handler.ts'),
});

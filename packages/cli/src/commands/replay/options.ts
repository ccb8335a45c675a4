import { integer, type OptionTable, text } from '../../command.ts';

export const replayOptions = {
  elf: text('ELF', 'the program that was traced (required)'),
  workers: integer('N', 'threads that replay; default one for each core', 1),
} as const satisfies OptionTable;

import { choice } from './command.ts';

/** `--cache`, the same for every command that runs a guest. */
export const cacheOption = choice(
  ['on', 'off'],
  'off: neither use nor keep what runs translate of the program',
);

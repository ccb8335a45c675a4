import { text } from './command.ts';

/** The value of `--trace` that produces the whole trace and drops it. */
export const RING = 'ring';

/** `--trace`, the same for every command that runs a guest. */
export const traceOption = text(
  `FILE|${RING}`,
  'write the minimal trace to this file; ring: make it in full and drop it',
);

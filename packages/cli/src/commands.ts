import type { Command } from './command.ts';
import { bench } from './commands/bench/index.ts';
import { block } from './commands/block/index.ts';
import { doctor } from './commands/doctor/index.ts';
import { replay } from './commands/replay/index.ts';
import { run } from './commands/run/index.ts';
import { syscalls } from './commands/syscalls/index.ts';

/** Every verb of `hart`, in the order of help and book. */
export const COMMANDS: readonly Command[] = [run, syscalls, block, replay, bench, doctor];

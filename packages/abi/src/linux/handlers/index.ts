import { CALL_NAMES, CALLS, type CallName, callRow, type Tier } from '../calls.ts';
import { fileCalls } from './files.ts';
import type { Handler } from './handler.ts';
import { memory } from './memory.ts';
import { polling } from './polling.ts';
import { processCalls } from './process.ts';
import { signalCalls } from './signals.ts';
import { threadCalls } from './threads.ts';
import { time } from './time.ts';

/** What every call does; a row of the table without a handler does not compile. */
const HANDLERS: Record<CallName, Handler> = {
  ...fileCalls,
  ...memory,
  ...polling,
  ...processCalls,
  ...signalCalls,
  ...threadCalls,
  ...time,
};

/** The handlers of a tier, by number. */
export function handlersOf(tier: Tier): readonly (Handler | undefined)[] {
  const table: (Handler | undefined)[] = new Array(512).fill(undefined);
  for (const name of CALL_NAMES) {
    if (tier === 'linux-basic' && callRow(name).tier !== tier) continue;
    table[CALLS[name].number] = HANDLERS[name];
  }
  return table;
}

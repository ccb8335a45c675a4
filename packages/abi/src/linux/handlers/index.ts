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

/** Whether a tier has a call. */
export function hasCall(tier: Tier, number: number): boolean {
  return CALL_NAMES.some((name) => {
    const row = callRow(name);
    return row.number === number && (tier === 'linux-advanced' || row.tier === tier);
  });
}

/** The handlers of a tier, by number. */
export function handlersOf(tier: Tier): readonly (Handler | undefined)[] {
  const table: (Handler | undefined)[] = new Array(512).fill(undefined);
  for (const name of CALL_NAMES) {
    const { number } = CALLS[name];
    if (hasCall(tier, number)) table[number] = HANDLERS[name];
  }
  return table;
}

/** Lists of calls for the guest in `guests/tests/accelerators`, which says how they are encoded, and its answers. */
import { createZkvm } from '@hart/abi';
import { createRun } from '@hart/machine';
import type { Elf } from '@hart/riscv';
import { wrap } from '../zz-wrap.ts';

/** One call of an accelerator, by its number, with the arguments that the function reads. */
export interface Call {
  readonly number: number;
  readonly arguments: readonly Uint8Array[];
}

/** What a call gave: the bytes that it wrote, undefined after a failure. */
export type Answer = Uint8Array | undefined;

export interface Answers {
  readonly answers: readonly Answer[];
  readonly steps: number;
}

/** Longest run of a list: a guest that hangs is a failure. */
const MAX_STEPS = 2 ** 37;

export function runCalls(guest: Elf, calls: readonly Call[]): Answers {
  const environment = createZkvm(encodeCalls(calls));
  wrap(environment);
  const run = createRun(guest, environment);
  run.advance(MAX_STEPS);
  const { outcome } = run;
  if (outcome?.kind !== 'exit' || outcome.code !== 0) {
    const log = new TextDecoder().decode(environment.log());
    const end = JSON.stringify(outcome, (_, value) =>
      typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
    );
    throw new Error(`the guest ended with ${end} ${log}`);
  }
  return { answers: decodeAnswers(environment.output()), steps: run.steps };
}

function encodeCalls(calls: readonly Call[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { number, arguments: values } of calls) {
    parts.push(word(number), word(values.length));
    for (const value of values) parts.push(word(value.length), value);
  }
  return concatenate(parts);
}

function decodeAnswers(output: Uint8Array): Answer[] {
  const answers: Answer[] = [];
  const view = new DataView(output.buffer, output.byteOffset, output.length);
  for (let at = 0; at < output.length; ) {
    const start = at + 5;
    const end = start + view.getUint32(at + 1, true);
    answers.push(output[at] === 0 ? output.slice(start, end) : undefined);
    at = end;
  }
  return answers;
}

function word(value: number): Uint8Array {
  return littleEndian(BigInt(value), 4);
}

export function littleEndian(value: bigint, bytes: number): Uint8Array {
  return bigEndian(value, bytes).reverse();
}

/** The lowest `bytes` bytes of a number. */
export function bigEndian(value: bigint, bytes: number): Uint8Array {
  const text = BigInt.asUintN(8 * bytes, value)
    .toString(16)
    .padStart(2 * bytes, '0');
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

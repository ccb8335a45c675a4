import { MAX_FCALL_PARAMETERS, ZISK_FCALLS } from '@hart/accelerators';
import { CONTINUE, type Handled, type HartView } from '@hart/machine';
import { refuse } from '../refusal.ts';
import type { Tally } from '../tally.ts';
import { INPUT, MAX_INPUT_BYTES } from './memory-map.ts';
import { isBytes, readable } from './operands.ts';

/** The first of the CSRs that take parameters, and how many words each takes, from the address given. */
export const PARAMETER_CSR = 0x8f0;
export const PARAMETER_WORDS = [
  1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64, 80, 96, 128, 256,
] as const;
/** The first of the CSRs that call: a constant written to the n-th calls 32·n + constant. */
export const CALL_CSR = 0x8c0;
/** Reading it gives the next word of a result. */
export const RESULT_CSR = 0xffe;
/** Whether so much of the input is there, which it always is here. */
const INPUT_READY = 23;

const INPUT_END = BigInt(INPUT + 8 + MAX_INPUT_BYTES);

/** The state between a guest and the host that gives it values for free. */
export interface Fcalls {
  /** Takes `count` words at the address `value`, or for one word the value itself. */
  parameter(hart: HartView, count: number, value: bigint): Handled;
  call(id: number): Handled;
  /** The next word of the result, or undefined behind its end. */
  next(): bigint | undefined;
  /** The next `count` words, or undefined if the result has fewer. */
  take(count: number): BigUint64Array | undefined;
}

export function createFcalls(inputBytes: number, tally: Tally): Fcalls {
  const parameters = new BigUint64Array(MAX_FCALL_PARAMETERS);
  let given = 0;
  let result: BigUint64Array = new BigUint64Array();
  let taken = 0;

  function inputReady(address: bigint): Handled {
    const inside = address >= BigInt(INPUT) && address < INPUT_END - 1n;
    const needed = address - BigInt(INPUT + 8) + 1n;
    if (inside && needed <= BigInt(inputBytes)) return CONTINUE;
    return refuse(`The input has ${inputBytes} bytes, and the guest waits for ${needed}`);
  }

  return {
    parameter(hart, count, value) {
      if (given + count > MAX_FCALL_PARAMETERS) {
        return refuse(`An fcall has at most ${MAX_FCALL_PARAMETERS} words of parameters`);
      }
      if (count === 1) parameters[given] = value;
      else {
        const bytes = readable(hart, value, 8 * count, 'fcall parameter');
        if (!isBytes(bytes)) return bytes;
        hart.operands(bytes);
        new Uint8Array(parameters.buffer).set(bytes, 8 * given);
      }
      given += count;
      return CONTINUE;
    },
    call(id) {
      given = 0;
      taken = 0;
      result = new BigUint64Array();
      if (id === INPUT_READY) return inputReady(parameters[0] as bigint);
      const fcall = ZISK_FCALLS.get(id);
      if (fcall === undefined) return refuse(`ZisK fcall ${id}`);
      tally.add(`fcall_${fcall.name}`);
      const answer = fcall.compute(parameters);
      if (answer === undefined)
        return refuse(`ZisK's fcall ${fcall.name} refuses ${fcall.refuses}`);
      result = answer;
      return CONTINUE;
    },
    next: () => (taken < result.length ? result[taken++] : undefined),
    take(count) {
      if (taken + count > result.length) return undefined;
      taken += count;
      return result.subarray(taken - count, taken);
    },
  };
}

import { ACCELERATORS, type Accelerator, MAX_CALL_BYTES, type Parameter } from '@hart/accelerators';
import { CONTINUE, type Handled, type HartView, type MemoryMap } from '@hart/machine';

/** Both halves of the result in a0: `zkvm_status` of the standard, 0 or -1. */
const STATUS = { ok: 0, fail: 0xffffffff } as const;

/** How often a run has called an accelerator. */
export interface CountedAccelerator {
  name: string;
  calls: number;
}

/** What a run has called so far. */
export interface AcceleratorTally {
  /** Calls of all accelerators together. */
  readonly total: number;
  /** Those that were called, by number. */
  counts(): CountedAccelerator[];
}

/** The accelerators as environment calls of one run. */
export interface AcceleratorCalls {
  readonly tally: AcceleratorTally;
  /** Executes the call whose number is in a7; undefined if that is no accelerator's. */
  call(hart: HartView): Handled | undefined;
}

/** What {@link Accelerator.compute} takes for a parameter. */
type Argument = Uint8Array | number | bigint;

/** One argument of an accelerator as a call finds it. */
interface Place {
  kind: Parameter['kind'];
  /** Its first register. */
  register: number;
  /** Bytes behind the pointer, or of one unit of those whose number is in `counter`. */
  bytes: number;
  /** Register that says how many units there are; undefined where `bytes` is all. */
  counter: number | undefined;
  bits: number;
  read: boolean;
  written: boolean;
}

interface Convention {
  accelerator: Accelerator;
  /** Its place in the counts of a run. */
  index: number;
  places: readonly Place[];
}

const FIRST_ARGUMENT = 10;
const NUMBER = 17;

function placesOf(parameters: readonly Parameter[]): Place[] {
  const registers = new Map<string, number>();
  let next = FIRST_ARGUMENT;
  for (const { name, kind } of parameters) {
    registers.set(name, next);
    next += kind === 'data' ? 2 : 1;
  }
  const kindOf = (name: string) => parameters.find((each) => each.name === name)?.kind;
  return parameters.map((parameter) => {
    const { kind, name } = parameter;
    const register = registers.get(name) as number;
    const counted = kind === 'data' ? name : kind === 'result' ? parameter.sizeOf : undefined;
    const counter =
      counted === undefined
        ? undefined
        : (registers.get(counted) as number) + (kindOf(counted) === 'data' ? 1 : 0);
    return {
      ...{ kind, register, counter },
      bytes: 'bytes' in parameter ? parameter.bytes : kind === 'data' ? parameter.unit : 1,
      bits: kind === 'number' ? parameter.bits : 0,
      read: kind === 'input' || kind === 'data' || kind === 'inout',
      written: kind === 'output' || kind === 'result' || kind === 'inout',
    };
  });
}

const ALL: readonly Accelerator[] = Object.values(ACCELERATORS);
const CONVENTIONS: ReadonlyMap<number, Convention> = new Map(
  ALL.map((accelerator, index) => {
    const places = placesOf(accelerator.parameters);
    return [accelerator.number, { accelerator, index, places }];
  }),
);

/**
 * Arguments are in a0 and on, as the C functions have them; a pointer with a count takes two registers. The bytes
 * are the guest's memory itself. What is read and what is written goes into the trace.
 *
 * A block makes tens of thousands of calls, each of which must not cost more than the software it replaces: registers are
 * read as halves, since 64-bit integers would be allocated.
 */
export function createAcceleratorCalls({ writable }: MemoryMap): AcceleratorCalls {
  const counts = new Float64Array(ALL.length);
  const end = writable.base + writable.size;
  let total = 0;
  let halves: Uint32Array = new Uint32Array(64);

  /** A register, rounded above 2^53, where no memory and no size is. */
  function registerOf(register: number): number {
    return halves[2 * register + 1]! * 2 ** 32 + halves[2 * register]!;
  }

  function answer(status: number): Handled {
    halves[2 * FIRST_ARGUMENT] = status;
    halves[2 * FIRST_ARGUMENT + 1] = status;
    return CONTINUE;
  }

  /** Whether all data of the call together are no more than a trace takes. */
  function fits(places: readonly Place[]): boolean {
    let data = 0;
    for (const { kind, bytes, counter } of places) {
      if (counter === undefined) continue;
      const size = bytes * registerOf(counter);
      if (kind === 'data') data += size;
      if (size > MAX_CALL_BYTES) return false;
    }
    return data <= MAX_CALL_BYTES;
  }

  return {
    tally: {
      get total() {
        return total;
      },
      counts: () =>
        ALL.map(({ name }, index) => ({ name, calls: counts[index] as number })).filter(
          ({ calls }) => calls > 0,
        ),
    },
    call(hart) {
      const { x } = hart;
      if (halves.buffer !== x.buffer) halves = new Uint32Array(x.buffer, x.byteOffset, 64);
      const convention = CONVENTIONS.get(registerOf(NUMBER));
      if (convention === undefined) return undefined;
      const { accelerator, index, places } = convention;
      counts[index]!++;
      total++;
      if (!fits(places)) return answer(STATUS.fail);
      const values: Argument[] = [];
      for (const { kind, register, bytes, counter, bits, written } of places) {
        if (kind === 'number') {
          values.push(numberOf(x, register, bits));
          continue;
        }
        const size = counter === undefined ? bytes : bytes * registerOf(counter);
        // No bytes may be anywhere.
        if (size === 0) {
          values.push(NOTHING);
          continue;
        }
        const address = registerOf(register);
        const inside = !written || (address >= writable.base && address + size <= end);
        const found = inside ? hart.plain(address, size) : undefined;
        if (found === undefined) {
          const cause = written ? 'store-access-fault' : 'load-access-fault';
          return { kind: 'trap', cause, address: x[register]! };
        }
        values.push(found);
      }
      for (let n = 0; n < places.length; n++) {
        if (places[n]!.read) hart.operands(values[n] as Uint8Array);
      }
      const compute = accelerator.compute as (...values: Argument[]) => boolean;
      if (!compute(...values)) return answer(STATUS.fail);
      for (let n = 0; n < places.length; n++) {
        if (places[n]!.written) hart.operands(values[n] as Uint8Array);
      }
      return answer(STATUS.ok);
    },
  };
}

const NOTHING = new Uint8Array();

function numberOf(x: BigUint64Array, register: number, bits: number): number | bigint {
  const word = x[register]!;
  return bits === 64 ? word : Number(BigInt.asUintN(bits, word));
}

import { ACCELERATORS, type Accelerator, MAX_CALL_BYTES, type Parameter } from '@hart/accelerators';
import { CONTINUE, type Handled, type HartView, type MemoryMap } from '@hart/machine';

/** Result of a call in a0: `zkvm_status` of the standard. */
const STATUS = { ok: 0n, fail: BigInt.asUintN(64, -1n) } as const;

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

/** How the arguments of one accelerator are found. */
interface Convention {
  accelerator: Accelerator;
  /** First register of each parameter. */
  registers: number[];
  /** Bytes behind each parameter's pointer, if they do not depend on the call. */
  sizes: number[] | undefined;
  /** Numbers of the parameters that are read from memory, and of those that are written there. */
  inputs: number[];
  outputs: number[];
}

const FIRST_ARGUMENT = 10;

function conventionOf(accelerator: Accelerator): Convention {
  const { parameters } = accelerator;
  const registers: number[] = [];
  let next = FIRST_ARGUMENT;
  for (const { kind } of parameters) {
    registers.push(next);
    next += kind === 'data' ? 2 : 1;
  }
  const varies = parameters.some(({ kind }) => kind === 'data' || kind === 'result');
  const numbers = parameters.map((_, number) => number);
  return {
    accelerator,
    registers,
    sizes: varies ? undefined : parameters.map((each) => ('bytes' in each ? each.bytes : 0)),
    inputs: numbers.filter((number) => isRead(parameters[number] as Parameter)),
    outputs: numbers.filter((number) => isWritten(parameters[number] as Parameter)),
  };
}

const CONVENTIONS: ReadonlyMap<bigint, Convention> = new Map(
  Object.values(ACCELERATORS).map((accelerator) => [
    BigInt(accelerator.number),
    conventionOf(accelerator),
  ]),
);

/**
 * Arguments are in a0 and on, as the C functions have them; a pointer with a count takes two registers. The bytes
 * are the guest's memory itself. What is read and what is written goes into the trace.
 */
export function createAcceleratorCalls({ writable }: MemoryMap): AcceleratorCalls {
  const calls = new Map<Accelerator, number>();
  let total = 0;

  /** Bytes at a pointer, or the trap that it is. No bytes may be anywhere. */
  function bytesAt(hart: HartView, address: bigint, size: number, write: boolean) {
    if (size === 0) return NOTHING;
    const inside =
      !write ||
      (address >= BigInt(writable.base) &&
        address + BigInt(size) <= BigInt(writable.base + writable.size));
    const bytes = inside ? hart.plain(address, size) : undefined;
    if (bytes !== undefined) return bytes;
    const cause = write ? 'store-access-fault' : 'load-access-fault';
    return { kind: 'trap', cause, address } as const;
  }

  return {
    tally: {
      get total() {
        return total;
      },
      counts: () =>
        [...calls]
          .sort(([a], [b]) => a.number - b.number)
          .map(([{ name }, count]) => ({ name, calls: count })),
    },
    call(hart) {
      const { x } = hart;
      const convention = CONVENTIONS.get(x[17]!);
      if (convention === undefined) return undefined;
      const { accelerator, registers, inputs, outputs } = convention;
      calls.set(accelerator, (calls.get(accelerator) ?? 0) + 1);
      total++;
      const sizes = convention.sizes ?? sizesOf(convention, x);
      if (sizes === undefined) {
        x[10] = STATUS.fail;
        return CONTINUE;
      }
      const { parameters } = accelerator;
      const values: Argument[] = [];
      for (let n = 0; n < parameters.length; n++) {
        const parameter = parameters[n] as Parameter;
        const word = x[registers[n]!]!;
        if (parameter.kind === 'number') {
          values.push(numberOf(word, parameter.bits));
          continue;
        }
        const bytes = bytesAt(hart, word, sizes[n]!, isWritten(parameter));
        if ('kind' in bytes) return bytes;
        values.push(bytes);
      }
      for (const n of inputs) hart.operands(values[n] as Uint8Array);
      const done = (accelerator.compute as (...values: Argument[]) => boolean)(...values);
      if (done) for (const n of outputs) hart.operands(values[n] as Uint8Array);
      x[10] = done ? STATUS.ok : STATUS.fail;
      return CONTINUE;
    },
  };
}

const NOTHING = new Uint8Array();

/** Bytes behind each parameter's pointer; undefined if those of variable length are too many. */
function sizesOf({ accelerator, registers }: Convention, x: BigUint64Array): number[] | undefined {
  const { parameters } = accelerator;
  /** Of each `data` parameter its bytes, of each `number` its value. */
  const counts = parameters.map((parameter, n) => {
    const register = registers[n]!;
    if (parameter.kind === 'data') return x[register + 1]! * BigInt(parameter.unit);
    return parameter.kind === 'number' ? x[register]! : 0n;
  });
  let total = 0n;
  const sizes: number[] = [];
  for (const [n, parameter] of parameters.entries()) {
    if ('bytes' in parameter) sizes.push(parameter.bytes);
    else if (parameter.kind === 'number') sizes.push(0);
    else {
      const counted =
        parameter.kind === 'data'
          ? n
          : parameters.findIndex(({ name }) => name === parameter.sizeOf);
      const bytes = counts[counted]!;
      if (parameter.kind === 'data') total += bytes;
      if (bytes > MAX_CALL_BYTES || total > MAX_CALL_BYTES) return undefined;
      sizes.push(Number(bytes));
    }
  }
  return sizes;
}

function numberOf(word: bigint, bits: number): number | bigint {
  return bits === 64 ? word : Number(BigInt.asUintN(bits, word));
}

function isRead({ kind }: Parameter): boolean {
  return kind === 'input' || kind === 'data' || kind === 'inout';
}

function isWritten({ kind }: Parameter): boolean {
  return kind === 'output' || kind === 'inout' || kind === 'result';
}

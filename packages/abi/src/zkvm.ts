import {
  CONTINUE,
  type Environment,
  type Handled,
  type HartView,
  type MemoryMap,
} from '@hart/machine';
import { type AcceleratorTally, createAcceleratorCalls } from './accelerator-calls.ts';
import { createSink } from './sink.ts';

const INPUT = 0x40000000;
/** Programs have no segment below. */
export const PROGRAM_START = 0x80000000;
const RAM = 0xa0000000;
/** RAM ends at 0xc0000000 unless a run limits it further. */
export const MAX_RAM_BYTES = 0x20000000;

/** Environment calls: number in a7, arguments from a0 on, result in a0. */
const CALL = { write: 64n, exit: 93n } as const;
const STREAM = { output: 1n, log: 2n } as const;

/** Longest input: it ends where the program begins. */
export const MAX_INPUT_BYTES = PROGRAM_START - INPUT - 8;
/** A guest that writes more than this in all ends with a trap, so that it cannot exhaust the host. */
const MAX_WRITTEN_BYTES = 256 * 1024 * 1024;

/** What a zkVM guest left behind. */
export interface ZkvmEnvironment extends Environment {
  /** Public output: everything written by `write_output`, in order. */
  output(): Uint8Array;
  /** Everything written by `write_log`, UTF-8. */
  log(): Uint8Array;
  /** The accelerators that it has called. */
  readonly accelerators: AcceleratorTally;
}

/**
 * The eth-act zkVM standards on Hart (target rv64im with Zicclsm; io-interface;
 * standard-termination-semantics):
 *
 * - 0x40000000: length of the input (u64, little-endian), then the input; read-only.
 * - 0x80000000: program code and constants; read-only.
 * - 0xa0000000–0xbfffffff: RAM. The SDK puts the stack at its bottom, so that an overflow runs into
 *   read-only memory and traps.
 *
 * Beyond `ramBytes` (a multiple of 4096) RAM is not there and accesses are faults.
 *
 * `write(fd, pointer, length)` is call 64: fd 1 is the public output, 2 the log. `exit(code)` is call
 * 93. Numbers from 0x1000 on are the functions of `zkvm_accelerators.h` and the lean set, see `@hart/accelerators`.
 * Code is write-xor-execute.
 */
export function createZkvm(
  input: Uint8Array = new Uint8Array(),
  ramBytes: number = MAX_RAM_BYTES,
): ZkvmEnvironment {
  const output = createSink();
  const log = createSink();
  const memory: MemoryMap = {
    window: { base: INPUT, size: RAM - INPUT + ramBytes },
    writable: { base: RAM, size: ramBytes },
    watched: [],
    code: 'write-xor-execute',
  };
  const accelerators = createAcceleratorCalls(memory);

  function write(hart: HartView): Handled {
    const [fd, pointer, length] = [hart.x[10], hart.x[11], hart.x[12]] as [bigint, bigint, bigint];
    const sink = fd === STREAM.output ? output : fd === STREAM.log ? log : undefined;
    if (sink === undefined) {
      hart.x[10] = BADF;
      return CONTINUE;
    }
    // Nothing is read then, and the pointer of an empty slice may be anything.
    if (length === 0n) {
      hart.x[10] = 0n;
      return CONTINUE;
    }
    const fits = length <= BigInt(MAX_WRITTEN_BYTES - output.size() - log.size());
    const bytes = fits ? hart.read(pointer, Number(length)) : undefined;
    if (bytes === undefined) return { kind: 'trap', cause: 'load-access-fault', address: pointer };
    sink.append(bytes);
    hart.x[10] = length;
    return CONTINUE;
  }

  return {
    name: 'zkvm',
    memory,
    start(hart) {
      const header = new Uint8Array(8);
      new DataView(header.buffer).setBigUint64(0, BigInt(input.length), true);
      hart.write(BigInt(INPUT), header);
      hart.write(BigInt(INPUT + 8), input);
    },
    ecall(hart) {
      const accelerated = accelerators.call(hart);
      if (accelerated !== undefined) return accelerated;
      switch (hart.x[17]) {
        case CALL.write:
          return write(hart);
        case CALL.exit:
          return { kind: 'exit', code: Number(BigInt.asIntN(32, hart.x[10] as bigint)) };
        default:
          return undefined;
      }
    },
    accelerators: accelerators.tally,
    output: () => output.bytes(),
    log: () => log.bytes(),
  };
}

/** -EBADF, as Linux says it of a stream that is not there. */
const BADF = BigInt.asUintN(64, -9n);

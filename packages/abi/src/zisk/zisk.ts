import { CONTINUE, type Environment, type Handled, type HartView } from '@hart/machine';
import type { AcceleratorTally } from '../accelerator-calls.ts';
import { refuse } from '../refusal.ts';
import { createSink } from '../sink.ts';
import { createTally } from '../tally.ts';
import { createCsrCalls } from './csr-calls.ts';
import { createFcalls, RESULT_CSR } from './fcalls.ts';
import {
  INPUT,
  MAX_RAM_BYTES,
  OLD_INPUT,
  OUTPUT,
  OUTPUT_BYTES,
  PLAIN_RAM,
  RAM,
  UART,
} from './memory-map.ts';

const EXIT_CALL = 93n;
const MARCHID = 0xf12;
/** By which a program knows that it runs on ZisK, not on QEMU. */
const ARCHITECTURE = 0xfffeeeen;
/** A guest that logs more than this ends with a trap, so that it cannot exhaust the host. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** What a ZisK guest left behind. */
export interface ZiskEnvironment extends Environment {
  /** The public output: all {@link OUTPUT_BYTES} bytes of it, as ZisK's emulator gives it. */
  output(): Uint8Array;
  /** What was written to the UART. */
  log(): Uint8Array;
  /** The accelerators, memory functions and fcalls that it has called. */
  readonly accelerators: AcceleratorTally;
}

/**
 * The world of a guest of ZisK 0.18 (0xPolygonHermez/zisk @6182c8b), so that published guests run as they are:
 *
 * - 0x40000000: a word that is 0, then the input as it is given, filled up with zeros to a multiple of 8; read-only.
 * - 0x80000000: the program; read-only.
 * - 0xa0000000–0xbfffffff: RAM. A byte stored to 0xa0000200 goes to the log; 256 bytes from 0xa0010000 are the output.
 *
 * Accelerators, memory functions and the host's answers (fcalls) are writes to CSRs 0x800–0x8ff, see
 * {@link createCsrCalls}. `ecall` with a7 = 93 ends the run; ZisK has no exit code, so it is always 0. Other CSRs
 * are words that keep what is written, as in ZisK. Code is write-xor-execute.
 */
export function createZisk(
  input: Uint8Array = new Uint8Array(),
  ramBytes: number = MAX_RAM_BYTES,
): ZiskEnvironment {
  const log = createSink();
  const accelerators = createTally();
  const fcalls = createFcalls(8 * Math.ceil(input.length / 8), accelerators);
  const csrs = new Map<number, bigint>();
  let view: HartView | undefined;

  /** Stores to ZisK's own page. */
  function storeSystem(address: bigint, size: number, value: bigint): Handled | undefined {
    if (address < BigInt(RAM) || address >= BigInt(PLAIN_RAM)) return undefined;
    if (address === BigInt(UART) && size === 1) {
      if (log.size() >= MAX_LOG_BYTES) return refuse(`More than ${MAX_LOG_BYTES} bytes of log`);
      log.append(Uint8Array.of(Number(value)));
    }
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, value, true);
    return view?.write(address, bytes.subarray(0, size)) === true ? CONTINUE : undefined;
  }

  return {
    name: 'zisk',
    memory: {
      window: { base: INPUT, size: RAM - INPUT + ramBytes },
      writable: { base: PLAIN_RAM, size: ramBytes - (PLAIN_RAM - RAM) },
      watched: [],
      code: 'write-xor-execute',
    },
    start(hart) {
      view = hart;
      hart.write(BigInt(INPUT + 8), input);
      if (input.length > 0 && input.length <= RAM - OLD_INPUT - 16) {
        const header = new Uint8Array(16);
        new DataView(header.buffer).setBigUint64(8, BigInt(input.length), true);
        hart.write(BigInt(OLD_INPUT), header);
        hart.write(BigInt(OLD_INPUT + 16), input);
      }
      // ZisK's first instructions, before the program's.
      hart.x[10] = BigInt(INPUT);
      hart.x[11] = BigInt(OUTPUT);
    },
    ecall({ x }) {
      return x[17] === EXIT_CALL ? { kind: 'exit', code: 0 } : undefined;
    },
    store: storeSystem,
    readCsr(csr) {
      if (csr === MARCHID) return ARCHITECTURE;
      if (csr === RESULT_CSR) {
        return fcalls.next() ?? refuse("A read behind the end of an fcall's result");
      }
      if (isStorage(csr)) return csrs.get(csr) ?? 0n;
      return refuse(`A read of CSR 0x${csr.toString(16).toUpperCase()}, which ZisK has nothing in`);
    },
    writeCsr(csr, value) {
      if (!isStorage(csr)) return false;
      csrs.set(csr, value);
      return true;
    },
    csrCall: createCsrCalls(fcalls, accelerators),
    accelerators,
    output: () => view?.read(BigInt(OUTPUT), OUTPUT_BYTES) ?? new Uint8Array(),
    log: () => log.bytes(),
  };
}

/** CSRs that ZisK does nothing with but keep them: those of the machine level, and what tests use of others. */
function isStorage(csr: number): boolean {
  return csr < 0x800 || (csr >= 0xb00 && csr < 0xc00);
}

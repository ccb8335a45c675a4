import { HartError } from '@hart/errors';
import { createHasher } from './internal/xxh64.ts';
import type { Outcome } from './outcome.ts';
import { CHUNK_STEPS, type TraceConsumer } from './trace.ts';
import {
  ABI_BYTES,
  FLAG_END,
  FLAG_FLOATS,
  FLAG_MOVED,
  LAYOUT,
  MAGIC,
  MAX_FRAME_BYTES,
  OUTCOME_KINDS,
  TAG,
  TRACE_VERSION,
  TRAP_CODES,
  type TraceHeader,
} from './trace-file.ts';

/**
 * Takes the bytes of a trace in order, one call for each chunk. The bytes are a view of memory that is
 * used again once the call returns. What it throws comes out of the writer.
 */
export type TraceSink = (bytes: Uint8Array<ArrayBuffer>) => void;

export interface TraceWriter {
  /** Writes one chunk; give it to `createRun` as its `trace`. */
  write: TraceConsumer;
  /** Writes the footer, without which readers refuse the trace. Nothing may be written after it. */
  end(outcome: Outcome): void;
}

/**
 * Writes a trace to a sink as the run goes on, in constant memory (about 10 MB). The header is written
 * at once. The format is described in docs/trace.md.
 *
 * @throws {HartError} `TRACE_MALFORMED` for an environment's name or a hash that does not fit the
 * format; `TRACE_OUT_OF_ORDER` from `write` for a chunk that is not the next one
 * @example
 * const file = openSync('guest.trace', 'w');
 * const writer = createTraceWriter((bytes) => writeFileSync(file, bytes), { elfSha256, abi: 'zkvm' });
 * const run = createRun(elf, environment, { trace: writer.write });
 */
export function createTraceWriter(
  sink: TraceSink,
  { elfSha256, abi }: Pick<TraceHeader, 'elfSha256' | 'abi'>,
): TraceWriter {
  const { bytes, view, hash } = createHasher(MAX_FRAME_BYTES);
  const registers = new BigUint64Array(bytes.buffer, LAYOUT.chunk.registers, 31);
  let chunks = 0;
  let steps = 0;
  /** Checksum of what was written last: the seed of the next one. */
  let link = 0n;

  const seal = (from: number, length: number): void => {
    link = hash(from, length, link);
    view.setBigUint64(from + length, link, true);
  };
  writeHeader();

  function writeHeader(): void {
    const { header } = LAYOUT;
    if (!/^[0-9a-f]{64}$/.test(elfSha256)) throw malformed('the ELF’s SHA-256 is no 64 hex digits');
    if (!/^[!-~]+$/.test(abi) || abi.length > ABI_BYTES) {
      throw malformed(`the environment’s name is not 1 to ${ABI_BYTES} ASCII characters`);
    }
    bytes.fill(0, 0, header.size);
    bytes.set(MAGIC);
    view.setUint32(header.version, TRACE_VERSION, true);
    view.setUint32(header.chunkSteps, CHUNK_STEPS, true);
    for (let byte = 0; byte < 32; byte++) {
      bytes[header.elf + byte] = Number.parseInt(elfSha256.slice(2 * byte, 2 * byte + 2), 16);
    }
    bytes.set(new TextEncoder().encode(abi), header.abi);
    seal(0, header.checksum);
    sink(bytes.subarray(0, header.size));
  }

  return {
    write(chunk) {
      const { chunk: at } = LAYOUT;
      if (chunk.index !== chunks) {
        throw new HartError('TRACE_OUT_OF_ORDER', {
          expected: chunks,
          found: `chunk ${chunk.index}`,
        });
      }
      view.setUint32(at.tag, TAG.chunk, true);
      const { floats } = chunk;
      const flags =
        (chunk.end ? FLAG_END : 0) |
        (chunk.moved ? FLAG_MOVED : 0) |
        (floats === undefined ? 0 : FLAG_FLOATS);
      view.setUint32(at.flags, flags, true);
      view.setBigUint64(at.index, BigInt(chunk.index), true);
      view.setUint32(at.steps, chunk.steps, true);
      view.setUint32(at.values, chunk.values.length, true);
      view.setBigUint64(at.pc, chunk.pc, true);
      view.setBigInt64(at.reservation, chunk.reservation, true);
      registers.set(chunk.registers.subarray(1));
      seal(0, at.checksum);
      let end: number = at.size;
      for (const words of floats === undefined ? [chunk.values] : [floats, chunk.values]) {
        bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), end);
        end += words.byteLength;
      }
      seal(at.size, end - at.size);
      chunks++;
      steps += chunk.steps;
      sink(bytes.subarray(0, end + 8));
    },
    end(outcome) {
      const { footer } = LAYOUT;
      view.setUint32(footer.tag, TAG.footer, true);
      view.setUint32(footer.kind, OUTCOME_KINDS[outcome.kind], true);
      view.setBigUint64(footer.chunks, BigInt(chunks), true);
      view.setBigUint64(footer.steps, BigInt(steps), true);
      view.setBigInt64(footer.detail, BigInt(detailOf(outcome)), true);
      view.setBigUint64(footer.pc, outcome.kind === 'trap' ? outcome.pc : 0n, true);
      seal(0, footer.checksum);
      sink(bytes.subarray(0, footer.size));
    },
  };
}

function detailOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'exit':
      return outcome.code;
    case 'trap':
      return TRAP_CODES[outcome.cause];
    case 'limit':
      return outcome.value;
  }
}

function malformed(what: string): HartError {
  return new HartError('TRACE_MALFORMED', { where: 'the header', what });
}

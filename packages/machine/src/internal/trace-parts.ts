import { HartError } from '@hart/errors';
import type { TrapCause } from '../outcome.ts';
import { CHUNK_STEPS, FLOAT_WORDS, MAX_CHUNK_VALUES, type TraceChunk } from '../trace.ts';
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
  type TraceFooter,
  type TraceHeader,
  type TraceOutcome,
} from '../trace-file.ts';
import type { ByteReader } from './byte-source.ts';
import { createHasher } from './xxh64.ts';

/**
 * Reads the parts of a trace one after the other into one buffer, and checks each by itself. With
 * `reuse`, a chunk's values are a view of that buffer, else a copy.
 */
export interface PartReader {
  header(): Promise<TraceHeader>;
  /** The next chunk, which must be number `index`, or the footer. */
  next(index: number, chunkSteps: number): Promise<TraceChunk | TraceFooter>;
  /** Nothing may follow the footer. */
  expectEnd(): Promise<void>;
}

export function createPartReader(input: ByteReader, reuse: boolean): PartReader {
  const { bytes, view, hash } = createHasher(MAX_FRAME_BYTES);
  /** Checksum of what was read last: the seed of the next one. */
  let link = 0n;

  async function fill(from: number, to: number, where: string): Promise<void> {
    const found = await input.read(bytes.subarray(from, to));
    if (found < to - from) throw truncated(where);
  }

  function check(from: number, length: number, where: string): void {
    const found = hash(from, length, link);
    const expected = view.getBigUint64(from + length, true);
    if (found !== expected) throw new HartError('TRACE_ALTERED', { where });
    link = found;
  }

  function truncated(where: string): HartError {
    return new HartError('TRACE_TRUNCATED', { where, bytes: input.position });
  }

  async function readHeader(): Promise<TraceHeader> {
    const { header: at } = LAYOUT;
    const where = 'the header';
    const found = await input.read(bytes.subarray(0, at.size));
    const magic = bytes.subarray(0, Math.min(found, MAGIC.length));
    if (magic.some((byte, index) => byte !== MAGIC[index])) {
      throw new HartError('TRACE_NOT_TRACE', { found: toHex(magic) });
    }
    if (found < at.chunkSteps) throw truncated(where);
    const version = view.getUint32(at.version, true);
    if (version !== TRACE_VERSION) {
      throw new HartError('TRACE_VERSION', { found: version, known: TRACE_VERSION });
    }
    if (found < at.size) throw truncated(where);
    check(0, at.checksum, where);

    const chunkSteps = view.getUint32(at.chunkSteps, true);
    if (chunkSteps !== CHUNK_STEPS) throw malformed(where, `chunks of ${chunkSteps} steps`);
    const abi = new TextDecoder()
      .decode(bytes.subarray(at.abi, at.abi + ABI_BYTES))
      .replace(/\0+$/, '');
    if (!/^[!-~]+$/.test(abi)) throw malformed(where, 'the environment’s name is not ASCII');
    return { version, elfSha256: toHex(bytes.subarray(at.elf, at.abi)), abi, chunkSteps };
  }

  async function readChunk(index: number, chunkSteps: number, where: string): Promise<TraceChunk> {
    const { chunk: at } = LAYOUT;
    const found = view.getBigUint64(at.index, true);
    if (found !== BigInt(index)) {
      throw new HartError('TRACE_OUT_OF_ORDER', { expected: index, found: `chunk ${found}` });
    }
    check(0, at.checksum, where);
    const flags = view.getUint32(at.flags, true);
    const steps = view.getUint32(at.steps, true);
    const count = view.getUint32(at.values, true);
    const known = FLAG_END | FLAG_FLOATS | FLAG_MOVED;
    const [end, moved] = [(flags & FLAG_END) !== 0, (flags & FLAG_MOVED) !== 0];
    if ((flags & ~known) !== 0 || (end && moved)) {
      throw malformed(where, `unknown flags ${flags}`);
    }
    if (steps > chunkSteps) throw malformed(where, `${steps} steps`);
    if (count > MAX_CHUNK_VALUES) throw malformed(where, `${count} values`);

    const words = (flags & FLAG_FLOATS) === 0 ? 0 : FLOAT_WORDS;
    const valuesAt = at.size + words * 8;
    await fill(at.size, valuesAt + count * 8 + 8, where);
    check(at.size, (words + count) * 8, where);
    const floats = new BigUint64Array(bytes.buffer, at.size, words).slice();
    if (words > 0 && floats.every((word) => word === 0n)) {
      throw malformed(where, 'its floating-point state is zero and should not be there');
    }
    const values = new BigUint64Array(bytes.buffer, valuesAt, count);
    const registers = new BigUint64Array(32);
    registers.set(new BigUint64Array(bytes.buffer, at.registers, 31), 1);
    return {
      index,
      pc: view.getBigUint64(at.pc, true),
      registers,
      reservation: view.getBigInt64(at.reservation, true),
      steps,
      values: reuse ? values : values.slice(),
      end,
      moved,
      ...(words > 0 && { floats }),
    };
  }

  function readFooter(chunks: number): TraceFooter {
    const { footer: at } = LAYOUT;
    if (view.getBigUint64(at.chunks, true) !== BigInt(chunks)) {
      throw new HartError('TRACE_OUT_OF_ORDER', { expected: chunks, found: 'the footer' });
    }
    const where = `the footer, after ${chunks} chunks`;
    check(0, at.checksum, where);
    const outcome = outcomeOf(
      view.getUint32(at.kind, true),
      Number(view.getBigInt64(at.detail, true)),
      view.getBigUint64(at.pc, true),
    );
    if (outcome === undefined) throw malformed(where, 'unknown outcome');
    return { chunks, steps: Number(view.getBigUint64(at.steps, true)), outcome };
  }

  return {
    header: readHeader,
    async next(index, chunkSteps) {
      const where = `chunk ${index}`;
      // as many bytes as the shorter of the two has
      await fill(0, LAYOUT.footer.size, where);
      const tag = view.getUint32(0, true);
      if (tag === TAG.footer) return readFooter(index);
      if (tag !== TAG.chunk) throw malformed(where, 'neither a chunk nor the footer starts here');
      await fill(LAYOUT.footer.size, LAYOUT.chunk.size, where);
      return readChunk(index, chunkSteps, where);
    },
    async expectEnd() {
      const end = input.position;
      if ((await input.read(new Uint8Array(1))) > 0) {
        throw new HartError('TRACE_TRAILING', { bytes: end });
      }
    },
  };
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const CAUSES = new Map(
  Object.entries(TRAP_CODES).map(([cause, code]) => [code as number, cause as TrapCause]),
);

function outcomeOf(kind: number, detail: number, pc: bigint): TraceOutcome | undefined {
  switch (kind) {
    case OUTCOME_KINDS.exit:
      return { kind: 'exit', code: detail };
    case OUTCOME_KINDS.limit:
      return { kind: 'limit', limit: 'steps', value: detail };
    case OUTCOME_KINDS.trap: {
      const cause = CAUSES.get(detail);
      return cause === undefined ? undefined : { kind: 'trap', cause, pc };
    }
    default:
      return undefined;
  }
}

export function malformed(where: string, what: string): HartError {
  return new HartError('TRACE_MALFORMED', { where, what });
}

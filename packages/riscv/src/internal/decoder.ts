import {
  COMPRESSED_FORMATS,
  type CompressedRow,
  REGISTER_FIELDS,
  type RegisterField,
} from '../compressed.ts';
import { FORMATS, type InstructionRow } from '../table.ts';
import type { Instruction } from '../types.ts';
import { REGISTER_AT, type RegisterRole, usesRegister } from './fields.ts';
import { type ImmediateReader, immediateBits, immediateReader, readImmediate } from './layout.ts';

/** What decoding one row needs, in one shape for both sizes. Register number = (field & mask) + base. */
interface Pattern {
  readonly op: number;
  /** Index of the row in its table. */
  readonly row: number;
  /** Signed, so that comparing with `word & mask` needs no conversion. */
  readonly match: number;
  readonly mask: number;
  /** Words to leave out: field mask and the value that is excluded, in pairs. */
  readonly excepted: readonly number[];
  readonly rdAt: number;
  readonly rdMask: number;
  readonly rdBase: number;
  readonly rs1At: number;
  readonly rs1Mask: number;
  readonly rs1Base: number;
  readonly rs2At: number;
  readonly rs2Mask: number;
  readonly rs2Base: number;
  readonly immediate: ImmediateReader;
}

function pattern(row: InstructionRow, op: number): Pattern {
  const mask = (role: RegisterRole) => (usesRegister(row, role) ? 31 : 0);
  return {
    op,
    row: op,
    match: row.match | 0,
    mask: row.mask | 0,
    excepted: [],
    rdAt: REGISTER_AT.rd,
    rdMask: mask('rd'),
    rdBase: 0,
    rs1At: REGISTER_AT.rs1,
    rs1Mask: mask('rs1'),
    rs1Base: 0,
    rs2At: REGISTER_AT.rs2,
    rs2Mask: mask('rs2'),
    rs2Base: 0,
    immediate: immediateReader(FORMATS[row.format]),
  };
}

/** The mask and value pairs of a 16-bit row's exceptions. */
function exceptions(row: CompressedRow): number[] {
  return Object.entries(row.except ?? {}).flatMap(([name, value]) => {
    if (name === 'imm') return [immediateBits(COMPRESSED_FORMATS[row.format]), 0];
    const { at, width } = REGISTER_FIELDS[name as RegisterField];
    return [(2 ** width - 1) << at, value << at];
  });
}

function compressedPattern(row: CompressedRow, index: number, op: number): Pattern {
  const source = (from: RegisterField | number = 0) => {
    if (typeof from === 'number') return { at: 0, mask: 0, base: from };
    const { at, width, base } = REGISTER_FIELDS[from];
    return { at, mask: 2 ** width - 1, base };
  };
  const rd = source(row.expand.rd);
  const rs1 = source(row.expand.rs1);
  const rs2 = source(row.expand.rs2);
  return {
    op,
    row: index,
    match: row.match,
    mask: row.mask,
    excepted: exceptions(row),
    rdAt: rd.at,
    rdMask: rd.mask,
    rdBase: rd.base,
    rs1At: rs1.at,
    rs1Mask: rs1.mask,
    rs1Base: rs1.base,
    rs2At: rs2.at,
    rs2Mask: rs2.mask,
    rs2Base: rs2.base,
    immediate: immediateReader(COMPRESSED_FORMATS[row.format]),
  };
}

/** Bucket of a 32-bit word: opcode bits 6..2 and funct3. */
const bucketOf = (word: number) => ((word >>> 2) & 31) | ((word >>> 7) & 0xe0);
/** Bucket of a 16-bit word: quadrant and funct3. */
const compressedBucketOf = (word: number) => (word & 3) | ((word >>> 11) & 0x1c);

/** Lists for every bucket the patterns whose fixed bits admit it. */
function fillBuckets(
  patterns: readonly Pattern[],
  count: number,
  bucketBits: number,
  bucketOf: (word: number) => number,
): Pattern[][] {
  const buckets: Pattern[][] = Array.from({ length: count }, () => []);
  for (const candidate of patterns) {
    const fixed = bucketOf(candidate.mask & bucketBits);
    const value = bucketOf(candidate.match & bucketBits);
    for (const [bucket, list] of buckets.entries()) {
      if ((bucket & fixed) === value) list.push(candidate);
    }
  }
  return buckets;
}

function find(candidates: readonly Pattern[], word: number): Pattern | undefined {
  next: for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index]!;
    if ((word & candidate.mask) !== candidate.match) continue;
    const { excepted } = candidate;
    for (let pair = 0; pair < excepted.length; pair += 2) {
      if ((word & excepted[pair]!) === excepted[pair + 1]) continue next;
    }
    return candidate;
  }
  return undefined;
}

export interface Decoder {
  decode(word: number): Instruction | undefined;
  /** Index in the compressed table of the row that claims `halfword`, or -1. */
  compressedRow(halfword: number): number;
}

/**
 * Builds a decoder from the two tables alone: words are sorted into buckets by opcode and funct3
 * (quadrant and funct3), and the few rows of a bucket are tried in turn.
 */
export function createDecoder(
  instructions: readonly InstructionRow[],
  compressed: readonly CompressedRow[],
): Decoder {
  const opOf = new Map(instructions.map((row, op) => [row.name, op]));
  const buckets = fillBuckets(instructions.map(pattern), 256, 0x707f, bucketOf);
  const compressedBuckets = fillBuckets(
    compressed.map((row, index) => compressedPattern(row, index, opOf.get(row.expand.name) ?? -1)),
    32,
    0xe003,
    compressedBucketOf,
  );

  function decode(word: number): Instruction | undefined {
    const long = (word & 3) === 3;
    const bits = long ? word | 0 : word & 0xffff;
    // Both bucket functions stay within their list's length.
    const found = find(
      long ? buckets[bucketOf(bits)]! : compressedBuckets[compressedBucketOf(bits)]!,
      bits,
    );
    if (found === undefined) return undefined;
    return {
      op: found.op,
      rd: ((bits >>> found.rdAt) & found.rdMask) + found.rdBase,
      rs1: ((bits >>> found.rs1At) & found.rs1Mask) + found.rs1Base,
      rs2: ((bits >>> found.rs2At) & found.rs2Mask) + found.rs2Base,
      imm: readImmediate(found.immediate, bits),
      size: long ? 4 : 2,
      raw: bits >>> 0,
    };
  }

  return {
    decode,
    compressedRow: (halfword) =>
      (halfword & 3) === 3
        ? -1
        : (find(compressedBuckets[compressedBucketOf(halfword)]!, halfword & 0xffff)?.row ?? -1),
  };
}

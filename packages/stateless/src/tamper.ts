import { type Hex, toHex } from './internal/hex.ts';
import { keccakHex } from './internal/keccak.ts';
import { readRlpItem, readRlpList } from './internal/rlp.ts';
import type { Witness } from './witness.ts';

/** A valid block, and what to damage it with. */
export interface TamperSource {
  readonly blockRlp: Uint8Array;
  readonly witness: Witness;
  /** Witness entries that the block needs; the oracle's verdict has them. */
  readonly used: { readonly nodes: readonly Hex[]; readonly codes: readonly Hex[] };
  /** The witness of another block, with at least one header. */
  readonly other: Witness;
}

/** How many cases of each kind, at most: a block may need fewer codes than asked for. */
export type TamperCounts = Readonly<Record<TamperKind, number>>;

export type TamperKind =
  | 'drop-node'
  | 'drop-code'
  | 'drop-headers'
  | 'alter-parent'
  | 'replace-parent'
  | 'flip-block'
  | 'swap-witness';

/** A damaged input that no validator may accept for the hash of the sound block. */
export interface TamperCase {
  readonly kind: TamperKind;
  /** What was done, for the reader of a failed test. */
  readonly name: string;
  readonly blockRlp: Uint8Array;
  readonly witness: Witness;
}

/** One damaged input less {@link TamperSource}: what differs, and what it is called. */
type Damage = { readonly name: string; readonly blockRlp?: Uint8Array; readonly witness?: Witness };

const DAMAGES: Record<
  TamperKind,
  (source: TamperSource, count: number, random: Random) => Damage[]
> = {
  'drop-node': ({ witness, used }, count, random) =>
    sample(used.nodes, count, random).map((hash) => ({
      name: hash,
      witness: { ...witness, state: without(witness.state, hash) },
    })),

  'drop-code': ({ witness, used }, count, random) =>
    sample(used.codes, count, random).map((hash) => ({
      name: hash,
      witness: { ...witness, codes: without(witness.codes, hash) },
    })),

  'drop-headers': ({ witness }, count) =>
    [{ name: 'all', witness: { ...witness, headers: [] } }].slice(0, count),

  'alter-parent': ({ blockRlp, witness }, count, random) => {
    const { parent, others } = splitHeaders(blockRlp, witness);
    return flips(parent ?? new Uint8Array(0), count, random).map(({ name, bytes }) => ({
      name,
      witness: { ...witness, headers: [...others, bytes] },
    }));
  },

  'replace-parent': ({ blockRlp, witness, other }, count) => {
    const { others } = splitHeaders(blockRlp, witness);
    return other.headers.slice(0, count).map((header) => ({
      name: `with ${keccakHex(header)}`,
      witness: { ...witness, headers: [...others, header] },
    }));
  },

  // Most of a block is transactions; half of the flips go to the header, where each field counts.
  'flip-block': ({ blockRlp }, count, random) => {
    const header = readRlpList(blockRlp)?.[0];
    const inHeader = header === undefined ? 0 : Math.floor(count / 2);
    return [
      ...flips(blockRlp, inHeader, random, header),
      ...flips(blockRlp, count - inHeader, random),
    ].map(({ name, bytes }) => ({ name, blockRlp: bytes }));
  },

  'swap-witness': ({ other }, count) =>
    [{ name: "another block's", witness: other }].slice(0, count),
};

/**
 * Damaged versions of a valid block and its witness. The same source, counts and seed give the same
 * cases in the same order.
 */
export function* tamperCases(
  source: TamperSource,
  counts: TamperCounts,
  seed: number,
): Generator<TamperCase> {
  const random = createRandom(seed);
  for (const kind of Object.keys(DAMAGES) as TamperKind[]) {
    for (const { name, ...damage } of DAMAGES[kind](source, counts[kind], random)) {
      const { blockRlp, witness } = source;
      yield { kind, name: `${kind} ${name}`, blockRlp, witness, ...damage };
    }
  }
}

/** Gives integers from 0 up to but not including the limit. */
type Random = (limit: number) => number;

/** Marsaglia's xorshift with 32 bits: repeatable everywhere, and good enough to pick bytes. */
function createRandom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

function sample<Value>(values: readonly Value[], count: number, random: Random): Value[] {
  const rest = [...values];
  const picked: Value[] = [];
  while (picked.length < count && rest.length > 0) {
    picked.push(...rest.splice(random(rest.length), 1));
  }
  return picked;
}

/** One flipped byte each, the positions spread over the range. */
function flips(
  source: Uint8Array,
  count: number,
  random: Random,
  range: { start: number; end: number } = { start: 0, end: source.length },
): { name: string; bytes: Uint8Array }[] {
  const length = range.end - range.start;
  return Array.from({ length: Math.min(count, length) }, (_, index) => {
    const from = Math.floor((index * length) / count);
    const to = Math.floor(((index + 1) * length) / count);
    const at = range.start + from + random(Math.max(1, to - from));
    const mask = 1 + random(255);
    const bytes = source.slice();
    bytes[at] = (source[at] as number) ^ mask;
    return { name: `byte ${at} xor ${mask}`, bytes };
  });
}

/** Without any copy of the entry: some producers list one several times. */
function without(entries: readonly Uint8Array[], hash: Hex): Uint8Array[] {
  return entries.filter((entry) => keccakHex(entry) !== hash);
}

function splitHeaders(
  blockRlp: Uint8Array,
  { headers }: Witness,
): { parent: Uint8Array | undefined; others: Uint8Array[] } {
  const hash = parentHash(blockRlp);
  const parent = headers.find((header) => keccakHex(header) === hash);
  return { parent, others: headers.filter((header) => header !== parent) };
}

function parentHash(blockRlp: Uint8Array): Hex | undefined {
  const header = readRlpList(blockRlp)?.[0];
  const field = header && readRlpItem(blockRlp, header.content);
  return field && toHex(blockRlp.subarray(field.content, field.end));
}

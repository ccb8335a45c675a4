import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { BYTE_COLUMNS, LAYOUT, WORD_COLUMNS } from './rows.ts';

/** First and second prime of the xxHash specification. */
const PRIME = 0x9e3779b185ebca87n;
const SEED = 0xc2b2ae3d27d4eb4fn;
const ROTATION = 31n;

/** The columns in the order of their lanes. */
const LANES = [...WORD_COLUMNS, ...BYTE_COLUMNS] as const;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** What the lanes are before the first row of a chunk. */
export function startLanes(): BigUint64Array {
  return BigUint64Array.from(LANES, (_, index) => u64(SEED * BigInt(index + 1)));
}

/** One step of a lane; as a function of `value`, and of `lane`, it is a bijection. */
function mix(lane: bigint, value: bigint): bigint {
  const x = lane ^ value;
  return u64(((x << ROTATION) | (x >> (64n - ROTATION))) * PRIME);
}

/** Folds words into a digest of 64 bits. It finds accidents; whoever means to deceive can forge it. */
export function fold(digest: bigint, words: Iterable<bigint>): bigint {
  let folded = digest;
  for (const word of words) folded = mix(folded, word);
  return folded;
}

/**
 * Folds rows 0 to the parameter (rows times 8) into the lanes, one lane a column, each a chain of
 * {@link mix}. Columns of bytes are folded eight rows at a time; what is behind the last row must be
 * zero there.
 */
export function writeDigest(): FunctionWriter {
  const w = new FunctionWriter(1);
  const { i32, i64 } = VALUE_TYPE;
  const end = 0;
  const row = w.local(i32);
  const lanes = LANES.map(() => w.local(i64));
  const lane = (name: (typeof LANES)[number]) => lanes[LANES.indexOf(name)] as number;

  /** Mixes the word of the column at the address on the stack into the column's lane. */
  function mixColumn(name: (typeof LANES)[number]): void {
    w.memory('i64.load', LAYOUT.columns[name], 3);
    w.get(lane(name));
    w.op('i64.xor');
    w.i64(64 - Number(ROTATION));
    w.op('i64.rotr');
    w.i64Big(BigInt.asIntN(64, PRIME));
    w.op('i64.mul');
    w.set(lane(name));
  }

  /** Mixes columns from row 0 to the end, `stride` (rows times 8) at a time. */
  function mixAll(names: readonly (typeof LANES)[number][], stride: number, push: () => void) {
    w.i32(0);
    w.set(row);
    const done = w.block();
    const next = w.loop();
    w.get(row);
    w.get(end);
    w.op('i32.ge_u');
    w.brIf(done);
    for (const name of names) {
      push();
      mixColumn(name);
    }
    w.get(row);
    w.i32(stride);
    w.op('i32.add');
    w.set(row);
    w.br(next);
    w.end();
    w.end();
  }

  for (const [index, local] of lanes.entries()) {
    w.i32(0);
    w.memory('i64.load', LAYOUT.lanes + 8 * index, 3);
    w.set(local);
  }
  mixAll(WORD_COLUMNS, 8, () => w.get(row));
  mixAll(BYTE_COLUMNS, 64, () => {
    w.get(row);
    w.i32(3);
    w.op('i32.shr_u');
  });
  for (const [index, local] of lanes.entries()) {
    w.i32(0);
    w.get(local);
    w.memory('i64.store', LAYOUT.lanes + 8 * index, 3);
  }
  w.i32(0);
  return w;
}

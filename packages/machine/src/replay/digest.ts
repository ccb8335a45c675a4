import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { LAYOUT, WORD_COLUMNS } from './rows.ts';

/** First and second prime of the xxHash specification. */
const PRIME = 0x9e3779b185ebca87n;
const SEED = 0xc2b2ae3d27d4eb4fn;
const ROTATION = 31n;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** What the lanes are before the first row of a chunk. */
export function startLanes(): BigUint64Array {
  return BigUint64Array.from(WORD_COLUMNS, (_, index) => u64(SEED * BigInt(index + 1)));
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
 * {@link mix}. Op and rd go with the pc, in bits that no pc of a program uses.
 */
export function writeDigest(): FunctionWriter {
  const w = new FunctionWriter(1);
  const { i32, i64 } = VALUE_TYPE;
  const end = 0;
  const row = w.local(i32);
  const lanes = WORD_COLUMNS.map(() => w.local(i64));
  const byteColumn = (name: 'op' | 'rd', shift: number) => {
    w.get(row);
    w.i32(3);
    w.op('i32.shr_u');
    w.memory('i64.load8_u', LAYOUT.columns[name]);
    w.i64(shift);
    w.op('i64.shl');
    w.op('i64.xor');
  };
  for (const [index, lane] of lanes.entries()) {
    w.i32(0);
    w.memory('i64.load', LAYOUT.lanes + 8 * index, 3);
    w.set(lane);
  }
  const done = w.block();
  const next = w.loop();
  w.get(row);
  w.get(end);
  w.op('i32.eq');
  w.brIf(done);
  for (const [index, lane] of lanes.entries()) {
    const name = WORD_COLUMNS[index] as (typeof WORD_COLUMNS)[number];
    w.get(lane);
    w.get(row);
    w.memory('i64.load', LAYOUT.columns[name], 3);
    w.op('i64.xor');
    if (name === 'pc') {
      byteColumn('op', 56);
      byteColumn('rd', 48);
    }
    w.i64(64 - Number(ROTATION));
    w.op('i64.rotr');
    w.i64Big(BigInt.asIntN(64, PRIME));
    w.op('i64.mul');
    w.set(lane);
  }
  w.get(row);
  w.i32(8);
  w.op('i32.add');
  w.set(row);
  w.br(next);
  w.end();
  w.end();
  for (const [index, lane] of lanes.entries()) {
    w.i32(0);
    w.get(lane);
    w.memory('i64.store', LAYOUT.lanes + 8 * index, 3);
  }
  w.i32(0);
  return w;
}

import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { createKernel, lazily } from './kernel.ts';

/** Bytes of the state: 25 lanes of 64 bits, little-endian. */
const KECCAK_STATE_BYTES = 200;
/** Bytes that Keccak-256 takes in between two permutations. */
const RATE = 136;
/** Where ι's constants lie, behind the state. */
const CONSTANTS = KECCAK_STATE_BYTES;
const ROUNDS = 24;
/** Rounds in the loop's body. All of them would take twice as long to compile, and be a tenth slower. */
const UNROLLED = 4;
/** Where the kernel finds input, a whole number of blocks. */
const INPUT = CONSTANTS + 8 * ROUNDS;
const INPUT_BLOCKS = Math.floor((2 * 65_536 - INPUT) / RATE);

/** ι's constants from the linear feedback shift register x^8 + x^6 + x^5 + x^4 + 1 (FIPS 202, algorithms 5 and 6). */
function roundConstants(): bigint[] {
  let register = 1;
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n;
    for (let j = 0; j <= 6; j++) {
      if ((register & 1) === 1) constant |= 1n << BigInt(2 ** j - 1);
      register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1;
    }
    return constant;
  });
}

/** For ρ and π together: the lane that lane x + 5y goes to, and its rotation (FIPS 202, algorithms 2 and 3). */
function moves(): { from: number; to: number; rotation: number }[] {
  const list = [{ from: 0, to: 0, rotation: 0 }];
  let [x, y] = [1, 0];
  for (let t = 0; t < 24; t++) {
    list.push({
      from: x + 5 * y,
      to: y + 5 * ((2 * x + 3 * y) % 5),
      rotation: (((t + 1) * (t + 2)) / 2) % 64,
    });
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return list;
}

/** Lanes that are kept complemented between rounds, which saves four out of five complements in χ. */
const COMPLEMENTED: ReadonlySet<number> = new Set([1, 2, 8, 12, 17, 20]);

/**
 * χ on these lanes, by row: lane x gets x ^ (x+1 op x+2), where `!` in front of the operator complements lane x+1,
 * behind it lane x+2, and `^` lane x (Keccak implementation overview, section 2.2, "lane complementing").
 */
const CHI = [
  ['|', '!|', '&', '|', '&'],
  ['|', '&', '|!', '|', '&'],
  ['|', '&', '!&', '^|', '&'],
  ['&', '|', '!|', '^&', '|'],
  ['!&', '^|', '&', '|', '&'],
] as const;

/** Keccak-f[1600] on the state at address 0, lanes in locals. */
function permutation(): FunctionWriter {
  const w = new FunctionWriter(0);
  const locals = (count: number): number[] =>
    Array.from({ length: count }, () => w.local(VALUE_TYPE.i64));
  const [a, b, c, d] = [locals(25), locals(25), locals(5), locals(5)] as const;
  const rotate = (bits: number): void => {
    if (bits === 0) return;
    w.i64(64 - bits);
    w.op('i64.rotr');
  };
  const complement = (wanted: boolean): void => {
    if (!wanted) return;
    w.i64(-1);
    w.op('i64.xor');
  };
  for (const [lane, local] of a.entries()) {
    w.i32(0);
    w.memory('i64.load', 8 * lane, 3);
    complement(COMPLEMENTED.has(lane));
    w.set(local);
  }
  const round = w.local(VALUE_TYPE.i32);
  w.i32(0);
  w.set(round);
  const again = w.loop();
  for (let n = 0; n < UNROLLED; n++) {
    for (let x = 0; x < 5; x++) {
      w.get(a[x]!);
      for (let y = 1; y < 5; y++) {
        w.get(a[x + 5 * y]!);
        w.op('i64.xor');
      }
      w.set(c[x]!);
    }
    for (let x = 0; x < 5; x++) {
      w.get(c[(x + 1) % 5]!);
      rotate(1);
      w.get(c[(x + 4) % 5]!);
      w.op('i64.xor');
      w.set(d[x]!);
    }
    for (const { from, to, rotation } of moves()) {
      w.get(a[from]!);
      w.get(d[from % 5]!);
      w.op('i64.xor');
      rotate(rotation);
      w.set(b[to]!);
    }
    for (let lane = 0; lane < 25; lane++) {
      const [x, row] = [lane % 5, lane - (lane % 5)];
      const how = CHI[row / 5]![x]!;
      w.get(b[row + ((x + 1) % 5)]!);
      complement(how.startsWith('!'));
      w.get(b[row + ((x + 2) % 5)]!);
      complement(how.endsWith('!'));
      w.op(how.includes('|') ? 'i64.or' : 'i64.and');
      w.get(b[lane]!);
      complement(how.startsWith('^'));
      w.op('i64.xor');
      if (lane === 0) {
        w.get(round);
        w.memory('i64.load', CONSTANTS + 8 * n, 3);
        w.op('i64.xor');
      }
      w.set(a[lane]!);
    }
  }
  w.get(round);
  w.i32(8 * UNROLLED);
  w.op('i32.add');
  w.tee(round);
  w.i32(8 * ROUNDS);
  w.op('i32.lt_u');
  w.brIf(again);
  w.end();
  for (const [lane, local] of a.entries()) {
    w.i32(0);
    w.get(local);
    complement(COMPLEMENTED.has(lane));
    w.memory('i64.store', 8 * lane, 3);
  }
  return w;
}

/** Takes `count` (at least one) blocks of input into the state. */
function absorb(): FunctionWriter {
  const w = new FunctionWriter(1);
  const at = w.local(VALUE_TYPE.i32);
  const again = w.loop();
  for (let offset = 0; offset < RATE; offset += 8) {
    w.i32(0);
    w.i32(0);
    w.memory('i64.load', offset, 3);
    w.get(at);
    w.memory('i64.load', INPUT + offset, 3);
    w.op('i64.xor');
    w.memory('i64.store', offset, 3);
  }
  w.call(0);
  w.get(at);
  w.i32(RATE);
  w.op('i32.add');
  w.set(at);
  w.get(0);
  w.i32(-1);
  w.op('i32.add');
  w.tee(0);
  w.brIf(again);
  w.end();
  return w;
}

const kernel = lazily(() => {
  const { bytes, call } = createKernel(
    {
      permute: { parameters: 0, body: permutation() },
      absorb: { parameters: 1, body: absorb() },
    },
    2,
  );
  new BigUint64Array(bytes.buffer, CONSTANTS, ROUNDS).set(roundConstants());
  // Views of a call would cost it as much as a third of a permutation.
  const [state, hash] = [bytes.subarray(0, KECCAK_STATE_BYTES), bytes.subarray(0, 32)];
  return { bytes, call, state, hash };
});

/** Keccak-f[1600] in place (FIPS 202 §3.3): 24 rounds on 200 bytes, lanes little-endian. */
export function keccakF1600(state: Uint8Array): void {
  const { bytes, call, state: after } = kernel();
  bytes.set(state);
  call.permute();
  state.set(after);
}

/** Keccak-256 as Ethereum has it: the sponge with rate 136 and the padding 0x01 … 0x80 from before FIPS 202. */
export function keccak256(data: Uint8Array, hash: Uint8Array): void {
  const { bytes, call, hash: result } = kernel();
  bytes.fill(0, 0, KECCAK_STATE_BYTES);
  let rest = data;
  while (rest.length >= INPUT_BLOCKS * RATE) {
    bytes.set(rest.subarray(0, INPUT_BLOCKS * RATE), INPUT);
    call.absorb(INPUT_BLOCKS);
    rest = rest.subarray(INPUT_BLOCKS * RATE);
  }
  // All that is left and the padding, at least one byte of it.
  const blocks = Math.floor(rest.length / RATE) + 1;
  const [from, end] = [INPUT + rest.length, INPUT + blocks * RATE];
  bytes.set(rest, INPUT);
  bytes.fill(0, from, end);
  bytes[from] = 0x01;
  bytes[end - 1]! |= 0x80;
  call.absorb(blocks);
  hash.set(result);
}

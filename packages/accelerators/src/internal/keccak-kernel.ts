import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { createKernel, lazily } from './kernel.ts';

/** Bytes of the state: 25 lanes of 64 bits, little-endian. */
const KECCAK_STATE_BYTES = 200;
/** Bytes that Keccak-256 takes in between two permutations. */
const RATE = 136;
/** Where the kernel finds input, a whole number of blocks. */
const INPUT = 256;
const INPUT_BLOCKS = Math.floor((2 * 65_536 - INPUT) / RATE);

/** ι's constants from the linear feedback shift register x^8 + x^6 + x^5 + x^4 + 1 (FIPS 202, algorithms 5 and 6). */
function roundConstants(): bigint[] {
  let register = 1;
  return Array.from({ length: 24 }, () => {
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

/** Keccak-f[1600] on the state at address 0, lanes in locals, all rounds unrolled. */
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
  for (const constant of roundConstants()) {
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
        w.i64Big(constant);
        w.op('i64.xor');
      }
      w.set(a[lane]!);
    }
  }
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

const kernel = lazily(() =>
  createKernel(
    {
      permute: { parameters: 0, body: permutation() },
      absorb: { parameters: 1, body: absorb() },
    },
    2,
  ),
);

/** Keccak-f[1600] in place (FIPS 202 §3.3): 24 rounds on 200 bytes, lanes little-endian. */
export function keccakF1600(state: Uint8Array): void {
  const { bytes, call } = kernel();
  bytes.set(state);
  call.permute();
  state.set(bytes.subarray(0, KECCAK_STATE_BYTES));
}

/** Keccak-256 as Ethereum has it: the sponge with rate 136 and the padding 0x01 … 0x80 from before FIPS 202. */
export function keccak256(data: Uint8Array, hash: Uint8Array): void {
  const { bytes, call } = kernel();
  bytes.fill(0, 0, KECCAK_STATE_BYTES);
  let at = 0;
  while (data.length - at >= RATE) {
    const blocks = Math.min(Math.floor((data.length - at) / RATE), INPUT_BLOCKS);
    bytes.set(data.subarray(at, at + blocks * RATE), INPUT);
    call.absorb(blocks);
    at += blocks * RATE;
  }
  const rest = data.length - at;
  bytes.set(data.subarray(at), INPUT);
  bytes.fill(0, INPUT + rest, INPUT + RATE);
  bytes[INPUT + rest] = 0x01;
  bytes[INPUT + RATE - 1]! |= 0x80;
  call.absorb(1);
  hash.set(bytes.subarray(0, 32));
}

import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { fractionOfRoot, primes } from './constants.ts';
import { createKernel, lazily } from './kernel.ts';

const BLOCK = 64;
/** Where the kernel finds input, a whole number of blocks; the state lies at address 0. */
const INPUT = 64;
const INPUT_BLOCKS = 1023;

/** Compresses `count` (at least one) blocks into the state: eight 32-bit words in the machine's order. */
function compress(): FunctionWriter {
  const w = new FunctionWriter(1);
  const locals = (count: number): number[] =>
    Array.from({ length: count }, () => w.local(VALUE_TYPE.i32));
  const at = w.local(VALUE_TYPE.i32);
  const [state, schedule] = [locals(8), locals(16)];
  const scratch = w.local(VALUE_TYPE.i32);
  const rotate = (value: number, bits: number): void => {
    w.get(value);
    w.i32(bits);
    w.op('i32.rotr');
  };
  const sigma = (
    value: number,
    [first, second, third]: readonly [number, number, number],
  ): void => {
    rotate(value, first);
    rotate(value, second);
    w.op('i32.xor');
    rotate(value, third);
    w.op('i32.xor');
  };
  const shiftedSigma = (value: number, [first, second, shift]: readonly number[]): void => {
    rotate(value, first!);
    rotate(value, second!);
    w.op('i32.xor');
    w.get(value);
    w.i32(shift!);
    w.op('i32.shr_u');
    w.op('i32.xor');
  };
  const again = w.loop();
  for (const [n, word] of schedule.entries()) {
    // big-endian: swapped by two rotations of which each has every second byte right
    w.get(at);
    w.memory('i32.load', INPUT + 4 * n, 2);
    w.tee(scratch);
    w.i32(8);
    w.op('i32.rotr');
    w.i32(0xff00ff00 | 0);
    w.op('i32.and');
    rotate(scratch, 24);
    w.i32(0x00ff00ff);
    w.op('i32.and');
    w.op('i32.or');
    w.set(word);
  }
  for (const [n, local] of state.entries()) {
    w.i32(0);
    w.memory('i32.load', 4 * n, 2);
    w.set(local);
  }
  const constants = primes(64).map((prime) => fractionOfRoot(prime, 3, 32));
  for (const [round, constant] of constants.entries()) {
    // instead of moving words from a to b, b to c and so on, the names move
    const word = (n: number): number => state[(n + 64 - round) % 8]!;
    const [a, b, c, d] = [word(0), word(1), word(2), word(3)];
    const [e, f, g, h] = [word(4), word(5), word(6), word(7)];
    const now = schedule[round % 16]!;
    if (round >= 16) {
      w.get(now);
      shiftedSigma(schedule[(round + 1) % 16]!, [7, 18, 3]);
      w.op('i32.add');
      w.get(schedule[(round + 9) % 16]!);
      w.op('i32.add');
      shiftedSigma(schedule[(round + 14) % 16]!, [17, 19, 10]);
      w.op('i32.add');
      w.set(now);
    }
    w.get(h);
    sigma(e, [6, 11, 25]);
    w.op('i32.add');
    w.get(f);
    w.get(g);
    w.op('i32.xor');
    w.get(e);
    w.op('i32.and');
    w.get(g);
    w.op('i32.xor');
    w.op('i32.add');
    w.i32(Number(constant) | 0);
    w.op('i32.add');
    w.get(now);
    w.op('i32.add');
    w.tee(h);
    w.get(d);
    w.op('i32.add');
    w.set(d);
    w.get(h);
    sigma(a, [2, 13, 22]);
    w.op('i32.add');
    w.get(a);
    w.get(b);
    w.op('i32.or');
    w.get(c);
    w.op('i32.and');
    w.get(a);
    w.get(b);
    w.op('i32.and');
    w.op('i32.or');
    w.op('i32.add');
    w.set(h);
  }
  for (const [n, local] of state.entries()) {
    w.i32(0);
    w.i32(0);
    w.memory('i32.load', 4 * n, 2);
    w.get(local);
    w.op('i32.add');
    w.memory('i32.store', 4 * n, 2);
  }
  w.get(at);
  w.i32(BLOCK);
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

const kernel = lazily(() => createKernel({ compress: { parameters: 1, body: compress() } }));

const INITIAL = lazily(() => {
  const words = Uint32Array.from(primes(8), (prime) => Number(fractionOfRoot(prime, 2, 32)));
  return new Uint8Array(words.buffer);
});

/** One block into a state of eight little-endian 32-bit words, in place (FIPS 180-4 §6.2.2). */
export function sha256Compress(state: Uint8Array, block: Uint8Array): void {
  const { bytes, call } = kernel();
  bytes.set(state);
  bytes.set(block, INPUT);
  call.compress(1);
  state.set(bytes.subarray(0, 32));
}

/** SHA-256 (FIPS 180-4 §6.2). */
export function sha256(data: Uint8Array, hash: Uint8Array): void {
  const { bytes, call } = kernel();
  bytes.set(INITIAL());
  let at = 0;
  while (data.length - at >= BLOCK) {
    const blocks = Math.min(Math.floor((data.length - at) / BLOCK), INPUT_BLOCKS);
    bytes.set(data.subarray(at, at + blocks * BLOCK), INPUT);
    call.compress(blocks);
    at += blocks * BLOCK;
  }
  const rest = data.length - at;
  const blocks = rest < BLOCK - 8 ? 1 : 2;
  const view = new DataView(bytes.buffer);
  bytes.set(data.subarray(at), INPUT);
  bytes.fill(0, INPUT + rest, INPUT + blocks * BLOCK);
  bytes[INPUT + rest] = 0x80;
  view.setBigUint64(INPUT + blocks * BLOCK - 8, BigInt(data.length) * 8n);
  call.compress(blocks);
  for (let n = 0; n < 8; n++) view.setUint32(4 * n, view.getUint32(4 * n, true));
  hash.set(bytes.subarray(0, 32));
}

import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { MIXINGS, SCHEDULE } from './blake2-schedule.ts';
import { fractionOfRoot, primes } from './constants.ts';
import { createKernel, lazily } from './kernel.ts';

/** Where the kernel finds its operands. */
const [STATE, MESSAGE, OFFSET] = [0, 64, 192] as const;

/** Parameters: rounds, and all ones for a final block or zero. */
function compress(): FunctionWriter {
  const w = new FunctionWriter(2);
  const zero = w.local(VALUE_TYPE.i32);
  const v = Array.from({ length: 16 }, () => w.local(VALUE_TYPE.i64));
  const load = (address: number): void => {
    w.get(zero);
    w.memory('i64.load', address, 3);
  };
  for (let n = 0; n < 8; n++) {
    load(STATE + 8 * n);
    w.set(v[n]!);
  }
  for (const [n, prime] of primes(8).entries()) {
    w.i64Big(fractionOfRoot(prime, 2, 64));
    if (n === 4 || n === 5) {
      load(OFFSET + 8 * (n - 4));
      w.op('i64.xor');
    }
    if (n === 6) {
      w.get(1);
      w.op('i64.extend_i32_s');
      w.op('i64.xor');
    }
    w.set(v[8 + n]!);
  }
  const addTo = (a: number, b: number): void => {
    w.get(v[a]!);
    w.get(v[b]!);
    w.op('i64.add');
  };
  const turn = (a: number, b: number, bits: number): void => {
    w.get(v[a]!);
    w.get(v[b]!);
    w.op('i64.xor');
    w.i64(bits);
    w.op('i64.rotr');
    w.set(v[a]!);
  };
  const done = w.block();
  const again = w.loop();
  for (const words of SCHEDULE) {
    w.get(0);
    w.op('i32.eqz');
    w.brIf(done);
    w.get(0);
    w.i32(-1);
    w.op('i32.add');
    w.set(0);
    for (const [n, [a, b, c, d]] of MIXINGS.entries()) {
      for (const [half, turns] of [
        [32, 24],
        [16, 63],
      ].entries()) {
        addTo(a, b);
        load(MESSAGE + 8 * words[2 * n + half]!);
        w.op('i64.add');
        w.set(v[a]!);
        turn(d, a, turns[0]!);
        addTo(c, d);
        w.set(v[c]!);
        turn(b, c, turns[1]!);
      }
    }
  }
  w.br(again);
  w.end();
  w.end();
  for (let n = 0; n < 8; n++) {
    w.get(zero);
    load(STATE + 8 * n);
    w.get(v[n]!);
    w.op('i64.xor');
    w.get(v[n + 8]!);
    w.op('i64.xor');
    w.memory('i64.store', STATE + 8 * n, 3);
  }
  return w;
}

const kernel = lazily(() => createKernel({ compress: { parameters: 2, body: compress() } }));

/** The compression function F of BLAKE2b with any number of rounds (RFC 7693 §3.2, EIP-152), in place. */
export function blake2bCompress(
  rounds: number,
  state: Uint8Array,
  message: Uint8Array,
  offset: Uint8Array,
  isFinal: boolean,
): void {
  const { bytes, call } = kernel();
  bytes.set(state, STATE);
  bytes.set(message, MESSAGE);
  bytes.set(offset, OFFSET);
  call.compress(rounds, isFinal ? -1 : 0);
  state.set(bytes.subarray(STATE, STATE + 64));
}

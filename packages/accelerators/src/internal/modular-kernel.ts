import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { createKernel, type Kernel, lazily } from './kernel.ts';

const { i32, i64 } = VALUE_TYPE;
const LOW = 0xffffffff;

/** Where a kernel of `digits` 32-bit digits has its numbers, each 128 bytes apart. */
const [A, B, MODULUS, DIVIDEND, DIVISOR] = [0, 128, 256, 384, 512] as const;

/** The low 32 bits of what is on the stack. */
function low(w: FunctionWriter): void {
  w.i64(LOW);
  w.op('i64.and');
}

function high(w: FunctionWriter): void {
  w.i64(32);
  w.op('i64.shr_u');
}

/** A digit at an address in a local plus a constant. */
function digit(w: FunctionWriter, base: number, offset: number): void {
  w.get(base);
  w.memory('i64.load32_u', offset, 2);
}

/** The product of `A` and `B` to `DIVIDEND`, digit by digit as in school, a row's carry in 64 bits. */
function product(digits: number): FunctionWriter {
  const w = new FunctionWriter(0);
  const zero = w.local(i32);
  const locals = (): number[] => Array.from({ length: digits }, () => w.local(i64));
  const [b, row] = [locals(), locals()];
  const [factor, carry] = [w.local(i64), w.local(i64)];
  for (let n = 0; n < digits; n++) {
    digit(w, zero, B + 4 * n);
    w.set(b[n]!);
  }
  for (let n = 0; n < digits; n++) {
    digit(w, zero, A + 4 * n);
    w.set(factor);
    for (let m = 0; m < digits; m++) {
      // At most (2^32 - 1)² + 2 (2^32 - 1) = 2^64 - 1.
      w.get(factor);
      w.get(b[m]!);
      w.op('i64.mul');
      if (n > 0) {
        w.get(row[(n + m) % digits]!);
        w.op('i64.add');
      }
      if (m > 0) {
        w.get(carry);
        w.op('i64.add');
      }
      w.set(carry);
      w.get(carry);
      low(w);
      w.set(row[(n + m) % digits]!);
      w.get(carry);
      high(w);
      w.set(carry);
    }
    w.get(zero);
    w.get(row[n % digits]!);
    w.memory('i64.store32', DIVIDEND + 4 * n, 2);
    w.get(carry);
    w.set(row[n % digits]!);
  }
  for (let n = digits; n < 2 * digits; n++) {
    w.get(zero);
    w.get(row[n % digits]!);
    w.memory('i64.store32', DIVIDEND + 4 * n, 2);
  }
  return w;
}

/** The sum of `A` and `B` to `DIVIDEND`, with zeros above its carry. */
function sum(digits: number): FunctionWriter {
  const w = new FunctionWriter(0);
  const zero = w.local(i32);
  const carry = w.local(i64);
  for (let n = 0; n < digits; n++) {
    digit(w, zero, A + 4 * n);
    digit(w, zero, B + 4 * n);
    w.op('i64.add');
    w.get(carry);
    w.op('i64.add');
    w.set(carry);
    w.get(zero);
    w.get(carry);
    w.memory('i64.store32', DIVIDEND + 4 * n, 2);
    w.get(carry);
    high(w);
    w.set(carry);
  }
  for (let n = digits; n < 2 * digits; n++) {
    w.get(zero);
    w.get(carry);
    w.memory('i64.store32', DIVIDEND + 4 * n, 2);
    w.i64(0);
    w.set(carry);
  }
  return w;
}

/** Copies digits, shifted left by the number of bits in a local, and leaves what comes out on top in `carry`. */
function shiftLeft(
  w: FunctionWriter,
  { from, to, count, shift, carry }: Record<'from' | 'to' | 'count' | 'shift' | 'carry', number>,
): void {
  const zero = w.local(i32);
  w.i64(0);
  w.set(carry);
  for (let n = 0; n < count; n++) {
    digit(w, zero, from + 4 * n);
    w.get(shift);
    w.op('i64.shl');
    w.get(carry);
    w.op('i64.or');
    w.set(carry);
    w.get(zero);
    w.get(carry);
    w.memory('i64.store32', to + 4 * n, 2);
    w.get(carry);
    high(w);
    w.set(carry);
  }
}

/**
 * `DIVIDEND` modulo `MODULUS` to `A`; returns 0, with nothing written, if the modulus is 0. Parameter 0 is how many
 * digits the dividend has at most, less one.
 * Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D, with digits of 32 bits.
 */
function remainder(digits: number): FunctionWriter {
  const w = new FunctionWriter(1);
  const local32 = (): number => w.local(i32);
  const local64 = (): number => w.local(i64);
  const [zero, top, at, k, last] = [local32(), local32(), local32(), local32(), local32()];
  const [shift, carry, lead, second, guess, rest, borrow, t] = [
    local64(),
    local64(),
    local64(),
    local64(),
    local64(),
    local64(),
    local64(),
    local64(),
  ];
  // top: 4 × the index of the modulus' highest digit that is not 0
  w.i32(4 * digits);
  w.set(top);
  const found = w.block();
  const search = w.loop();
  w.get(top);
  w.op('i32.eqz');
  w.if();
  w.i32(0);
  w.op('return');
  w.end();
  w.get(top);
  w.i32(-4);
  w.op('i32.add');
  w.tee(top);
  w.memory('i64.load32_u', MODULUS, 2);
  w.tee(lead);
  w.op('i64.eqz');
  w.brIf(search);
  w.br(found);
  w.end();
  w.end();
  w.get(lead);
  w.op('i64.clz');
  w.i64(32);
  w.op('i64.sub');
  w.set(shift);
  shiftLeft(w, { from: MODULUS, to: DIVISOR, count: digits, shift, carry });
  shiftLeft(w, { from: DIVIDEND, to: DIVIDEND, count: 2 * digits, shift, carry });
  w.get(zero);
  w.get(carry);
  w.memory('i64.store32', DIVIDEND + 8 * digits, 2);
  w.get(top);
  w.memory('i64.load32_u', DIVISOR, 2);
  w.set(lead);
  // the digit below; 0 if there is none, which a guess from one digit is exact with
  w.get(top);
  w.if();
  w.get(top);
  w.i32(4);
  w.op('i32.sub');
  w.memory('i64.load32_u', DIVISOR, 2);
  w.set(second);
  w.end();
  // at: 4 × the place of a quotient digit
  w.get(0);
  w.i32(2);
  w.op('i32.shl');
  w.get(top);
  w.op('i32.sub');
  w.set(at);
  const next = w.loop();
  const above = DIVIDEND + 4;
  w.get(at);
  w.get(top);
  w.op('i32.add');
  w.set(last);
  // D3: the guess from the two leading digits is at most 2 too large, corrected by the third
  w.get(last);
  w.memory('i64.load32_u', above, 2);
  w.i64(32);
  w.op('i64.shl');
  w.get(last);
  w.memory('i64.load32_u', DIVIDEND, 2);
  w.op('i64.or');
  w.set(t);
  w.get(t);
  w.get(lead);
  w.op('i64.div_u');
  w.tee(guess);
  w.i64(LOW);
  w.op('i64.gt_u');
  w.if(0);
  w.i64(LOW);
  w.set(guess);
  w.end();
  w.get(t);
  w.get(guess);
  w.get(lead);
  w.op('i64.mul');
  w.op('i64.sub');
  w.set(rest);
  const good = w.block();
  w.get(top);
  w.op('i32.eqz');
  w.brIf(good);
  const correct = w.loop();
  w.get(rest);
  w.i64(LOW);
  w.op('i64.gt_u');
  w.brIf(good);
  w.get(guess);
  w.get(second);
  w.op('i64.mul');
  w.get(rest);
  w.i64(32);
  w.op('i64.shl');
  w.get(last);
  w.i32(4);
  w.op('i32.sub');
  w.memory('i64.load32_u', DIVIDEND, 2);
  w.op('i64.or');
  w.op('i64.gt_u');
  w.op('i32.eqz');
  w.brIf(good);
  w.get(guess);
  w.i64(1);
  w.op('i64.sub');
  w.set(guess);
  w.get(rest);
  w.get(lead);
  w.op('i64.add');
  w.set(rest);
  w.br(correct);
  w.end();
  w.end();
  // D4: subtract; borrow is the negative of what has still to be taken away
  w.i64(0);
  w.set(borrow);
  w.i64(0);
  w.set(carry);
  w.i32(0);
  w.set(k);
  const subtract = w.loop();
  w.get(guess);
  w.get(k);
  w.memory('i64.load32_u', DIVISOR, 2);
  w.op('i64.mul');
  w.get(carry);
  w.op('i64.add');
  w.set(carry);
  w.get(at);
  w.get(k);
  w.op('i32.add');
  w.tee(last);
  w.get(last);
  w.memory('i64.load32_u', DIVIDEND, 2);
  w.get(carry);
  low(w);
  w.op('i64.sub');
  w.get(borrow);
  w.op('i64.add');
  w.tee(borrow);
  w.memory('i64.store32', DIVIDEND, 2);
  w.get(borrow);
  w.i64(32);
  w.op('i64.shr_s');
  w.set(borrow);
  w.get(carry);
  high(w);
  w.set(carry);
  w.get(k);
  w.i32(4);
  w.op('i32.add');
  w.tee(k);
  w.get(top);
  w.op('i32.le_u');
  w.brIf(subtract);
  w.end();
  w.get(last);
  w.memory('i64.load32_u', above, 2);
  w.get(carry);
  w.op('i64.sub');
  w.get(borrow);
  w.op('i64.add');
  w.i64(0);
  w.op('i64.lt_s');
  // D6: one too many, add back
  w.if(0);
  w.i64(0);
  w.set(carry);
  w.i32(0);
  w.set(k);
  const addBack = w.loop();
  w.get(at);
  w.get(k);
  w.op('i32.add');
  w.tee(last);
  w.get(last);
  w.memory('i64.load32_u', DIVIDEND, 2);
  w.get(k);
  w.memory('i64.load32_u', DIVISOR, 2);
  w.op('i64.add');
  w.get(carry);
  w.op('i64.add');
  w.tee(carry);
  w.memory('i64.store32', DIVIDEND, 2);
  w.get(carry);
  high(w);
  w.set(carry);
  w.get(k);
  w.i32(4);
  w.op('i32.add');
  w.tee(k);
  w.get(top);
  w.op('i32.le_u');
  w.brIf(addBack);
  w.end();
  w.end();
  w.get(last);
  w.i64(0);
  w.memory('i64.store32', above, 2);
  w.get(at);
  w.i32(4);
  w.op('i32.sub');
  w.tee(at);
  w.i32(0);
  w.op('i32.ge_s');
  w.brIf(next);
  w.end();
  // D8: the digits above the modulus' are zero by now
  for (let n = 0; n < digits; n++) {
    w.get(zero);
    w.get(zero);
    w.memory('i64.load32_u', DIVIDEND + 4 * n + 4, 2);
    w.i64(32);
    w.op('i64.shl');
    digit(w, zero, DIVIDEND + 4 * n);
    w.op('i64.or');
    w.get(shift);
    w.op('i64.shr_u');
    w.memory('i64.store32', A + 4 * n, 2);
  }
  w.i32(1);
  return w;
}

type Operation = 'product' | 'sum';

function createModularKernel(digits: number): Kernel<Operation | 'remainder'> {
  return createKernel({
    product: { parameters: 0, body: product(digits) },
    sum: { parameters: 0, body: sum(digits) },
    remainder: { parameters: 1, returns: true, body: remainder(digits) },
  });
}

/** Modular arithmetic on numbers of a fixed size, least significant byte first. */
export interface Modular {
  /** a · b mod m to `out`, which may be a, b or m; false, with `out` as it was, if m is 0. */
  multiply(a: Uint8Array, b: Uint8Array, m: Uint8Array, out: Uint8Array): boolean;
  /** a + b mod m to `out` in the same way. */
  add(a: Uint8Array, b: Uint8Array, m: Uint8Array, out: Uint8Array): boolean;
}

function createModular(size: number): Modular {
  const kernel = lazily(() => createModularKernel(size / 4));
  const operate =
    (operation: Operation, lastDigit: number): Modular['add'] =>
    (a, b, m, out) => {
      const { bytes, call } = kernel();
      bytes.set(a, A);
      bytes.set(b, B);
      bytes.set(m, MODULUS);
      call[operation]();
      if (call.remainder(lastDigit) === 0) return false;
      out.set(bytes.subarray(A, A + size));
      return true;
    };
  return { multiply: operate('product', size / 2 - 1), add: operate('sum', size / 4) };
}

export const modular256 = createModular(32);
export const modular384 = createModular(48);

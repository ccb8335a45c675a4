import { decode, encode, type Instruction, type Mnemonic } from '@hart/riscv';
import { expect, test } from 'vitest';
import { computeFloat, type FloatState } from './float-unit.ts';
import { createQuickFloat } from './quick-float.ts';

const ARITHMETIC = ['add', 'sub', 'mul', 'div', 'sqrt', 'madd', 'msub', 'nmadd', 'nmsub'] as const;

function instructionOf(name: Mnemonic, third: number, mode: number): Instruction {
  const fused = /^fn?m(add|sub)\./.test(name);
  const two = !/^f(sqrt|cvt)/.test(name);
  return decode(
    encode(name, {
      ...{ rd: 4, rs1: 1, ...(two && { rs2: 2 }) },
      imm: fused ? (third << 3) | mode : mode,
    }),
  ) as Instruction;
}

function createRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

const view = new DataView(new ArrayBuffer(8));

/** Small integers, short fractions and anything, at all exponents. */
function value(random: (bound: number) => number, single: boolean): bigint {
  const any = (BigInt(random(2 ** 31)) << 33n) | BigInt(random(2 ** 31)) | BigInt(random(8));
  switch (random(6)) {
    case 0:
      return single ? (0xffffffffn << 32n) | (any & 0xffffffffn) : any;
    case 1:
      return single ? 0xffffffff00000000n : BigInt(random(2)) << 63n;
    default: {
      const size = random(3) === 0 ? 2 ** (random(single ? 250 : 2000) - (single ? 125 : 1000)) : 1;
      const short = (random(2 ** random(26)) - 100) * 2 ** -random(8) * size;
      const number = single ? short : short * (1 + random(2) * 2 ** -30);
      if (single) {
        view.setFloat32(0, number);
        return 0xffffffff00000000n | BigInt(view.getUint32(0));
      }
      view.setFloat64(0, number);
      return view.getBigUint64(0);
    }
  }
}

test.each(['d', 's'] as const)('%s: what is quick is exact, with its flags', (precision) => {
  const names = [
    ...ARITHMETIC.map((name) => `f${name}.${precision}` as Mnemonic),
    ...(precision === 'd' ? [] : (['fcvt.s.d'] as const)),
  ];
  const random = createRandom(0x2468ace);
  const done = new Map<string, number>();
  for (let count = 0; count < 60_000; count++) {
    const name = names[random(names.length)] as Mnemonic;
    const i = instructionOf(name, 3, random(3) === 0 ? 0 : 7);
    const f = new BigUint64Array(32);
    for (let n = 1; n < 4; n++) f[n] = value(random, precision === 's' && name !== 'fcvt.s.d');
    const fcsr = random(8) === 0 ? random(0xa0) : random(2);
    const quick: FloatState = { f: f.slice(), fcsr };
    const exact: FloatState = { f: f.slice(), fcsr };
    if (!createQuickFloat(quick)(i)) {
      expect([...quick.f, quick.fcsr]).toEqual([...f, fcsr]);
      continue;
    }
    computeFloat(exact, i, 0n);
    if (quick.fcsr !== exact.fcsr || quick.f[4] !== exact.f[4]) {
      throw new Error(`${name} ${[...f.subarray(1, 4)].map((bits) => bits.toString(16))}`);
    }
    const kind = `${name} ${exact.fcsr === fcsr ? 'exact' : 'inexact'}`;
    done.set(kind, (done.get(kind) ?? 0) + 1);
  }
  for (const name of names) {
    const isFusedSingle = precision === 's' && /^fn?m(add|sub)/.test(name);
    if (isFusedSingle) continue;
    for (const kind of ['exact', 'inexact']) {
      expect([name, kind, (done.get(`${name} ${kind}`) ?? 0) > 100]).toEqual([name, kind, true]);
    }
  }
});

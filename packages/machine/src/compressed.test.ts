import { COMPRESSED, type CompressedMnemonic, encodeCompressed, type Operands } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import { R } from './internal/testing/assemble.ts';
import { BASE, ENGINES, elfOf, runIn, testEnvironment } from './internal/testing/program.ts';

interface Vector {
  operands: Operands;
  /** Registers and the doubleword at DATA before. */
  before?: Readonly<Record<number, bigint>>;
  memory?: bigint;
  /** Floating-point registers before, and what differs afterwards. */
  floats?: Readonly<Record<number, bigint>>;
  floatsAfter?: Readonly<Record<number, bigint>>;
  /** What differs afterwards. */
  after?: Readonly<Record<number, bigint>>;
  memoryAfter?: bigint;
  /** Distance of the next pc; default 2. */
  to?: number;
}

const DATA = BigInt(BASE + 0x8000);
const PC = BigInt(BASE + 0x1000);
const MIN = 0x8000000000000000n;
const ONES = 0xffffffffffffffffn;
const { s0, s1, a0, a1, a5, sp, ra, t0 } = R;
const WORD = 0x80000000n;
const LONG = 0xffffffff80000000n;

/** `op rd, rs2` on x8 to x15. */
const both = (rows: readonly (readonly [bigint, bigint, bigint])[]): Vector[] =>
  rows.map(([x, y, result], index) => {
    const [rd, rs2] = index % 2 === 0 ? [s0, a5] : [a5, s1];
    return {
      operands: { rd, rs1: rd, rs2 },
      before: { [rd]: x, [rs2]: y },
      after: { [rd]: result },
    };
  });
/** The same register on both sides. */
const same = (x: bigint, result: bigint): Vector => ({
  operands: { rd: a0, rs1: a0, rs2: a0 },
  before: { [a0]: x },
  after: { [a0]: result },
});
const immediate = (rd: number, imm: number, x: bigint, result: bigint): Vector => ({
  operands: { rd, rs1: rd, imm },
  before: { [rd]: x },
  after: { [rd]: result },
});
const load = (rd: number, rs1: number, imm: number, memory: bigint, result: bigint): Vector => ({
  operands: { rd, rs1, imm },
  before: { [rs1]: DATA - BigInt(imm) },
  memory,
  after: { [rd]: result },
});
const store = (rs1: number, rs2: number, imm: number, memoryAfter: bigint): Vector => ({
  operands: { rs1, rs2, imm },
  before: { [rs2]: 0xfedcba9876543210n, [rs1]: DATA - BigInt(imm) },
  memory: 0x1111111111111111n,
  memoryAfter,
});
const loadFloat = (rd: number, rs1: number, imm: number): Vector => ({
  operands: { rd, rs1, imm },
  before: { [rs1]: DATA - BigInt(imm) },
  memory: 0x3ff8000000000001n,
  floats: { [rd]: 7n },
  floatsAfter: { [rd]: 0x3ff8000000000001n },
});
const storeFloat = (rs1: number, rs2: number, imm: number): Vector => ({
  operands: { rs1, rs2, imm },
  before: { [rs1]: DATA - BigInt(imm) },
  floats: { [rs2]: 0xfedcba9876543210n },
  memory: 0x1111111111111111n,
  memoryAfter: 0xfedcba9876543210n,
});
const branch = (rs1: number, imm: number, x: bigint, to: number): Vector => ({
  operands: { rs1, imm },
  before: { [rs1]: x },
  to,
});

/** Written by hand from the manual's chapter on the C extension; a missing row does not compile. */
const VECTORS: Record<CompressedMnemonic, readonly Vector[]> = {
  'c.addi4spn': [4, 8, 64, 516, 1020].map((imm) => ({
    operands: { rd: imm === 4 ? s0 : a5, rs1: sp, imm },
    before: { [sp]: ONES },
    after: { [imm === 4 ? s0 : a5]: BigInt(imm - 1) },
  })),
  'c.lw': [
    load(s0, a5, 0, WORD, LONG),
    load(a5, s0, 4, 0x7fffffffn, 0x7fffffffn),
    load(a0, a0, 64, ONES, ONES),
    load(a0, a1, 124, 0x100000001n, 1n),
  ],
  'c.ld': [load(s0, a5, 0, MIN, MIN), load(a0, a0, 248, 5n, 5n), load(a5, s0, 64, ONES, ONES)],
  'c.fld': [loadFloat(s0, a5, 0), loadFloat(a5, s0, 248), loadFloat(a0, a0, 64)],
  'c.fsd': [storeFloat(s0, a5, 0), storeFloat(a5, s0, 248)],
  'c.sw': [store(s0, a5, 0, 0x1111111176543210n), store(a5, s0, 124, 0x1111111176543210n)],
  'c.sd': [store(s0, a5, 0, 0xfedcba9876543210n), store(a5, s0, 248, 0xfedcba9876543210n)],
  'c.nop': [{ operands: {} }, { operands: { imm: 5 } }, { operands: { imm: -32 } }],
  'c.addi': [
    immediate(t0, 31, ONES, 30n),
    immediate(31, -32, 0n, ONES - 31n),
    immediate(a0, 1, MIN - 1n, MIN),
    immediate(a0, 0, 9n, 9n),
  ],
  'c.addiw': [
    immediate(t0, 0, WORD, LONG),
    immediate(31, 1, 0x7fffffffn, LONG),
    immediate(a0, -1, LONG, 0x7fffffffn),
    immediate(a0, -32, 0x10000001fn, ONES),
  ],
  'c.li': [
    { operands: { rd: t0, imm: 31 }, before: { [t0]: 9n }, after: { [t0]: 31n } },
    { operands: { rd: 31, imm: -32 }, after: { 31: ONES - 31n } },
    { operands: { rd: 0, imm: 7 } },
  ],
  'c.addi16sp': [-512, -16, 16, 32, 256, 496].map((imm) =>
    immediate(sp, imm, 512n, BigInt(512 + imm)),
  ),
  'c.lui': [
    { operands: { rd: ra, imm: 0x1000 }, after: { [ra]: 0x1000n } },
    { operands: { rd: 31, imm: 0x1f000 }, after: { 31: 0x1f000n } },
    { operands: { rd: a0, imm: -0x20000 }, after: { [a0]: 0xfffffffffffe0000n } },
    { operands: { rd: a0, imm: -0x1000 }, after: { [a0]: 0xfffffffffffff000n } },
  ],
  'c.srli': [
    immediate(s0, 1, ONES, MIN - 1n),
    immediate(a5, 63, MIN, 1n),
    immediate(a0, 32, ONES, 0xffffffffn),
  ],
  'c.srai': [
    immediate(s0, 1, MIN, 0xc000000000000000n),
    immediate(a5, 63, MIN, ONES),
    immediate(a0, 33, MIN - 1n, 0x3fffffffn),
  ],
  'c.andi': [
    immediate(s0, -32, ONES, ONES - 31n),
    immediate(a5, 31, ONES, 31n),
    immediate(a0, 0, ONES, 0n),
  ],
  'c.sub': [
    ...both([
      [0n, 1n, ONES],
      [MIN, 1n, MIN - 1n],
    ]),
    same(7n, 0n),
  ],
  'c.xor': [
    ...both([
      [ONES, 1n, ONES - 1n],
      [MIN, MIN, 0n],
    ]),
    same(7n, 0n),
  ],
  'c.or': [
    ...both([
      [MIN, 1n, MIN + 1n],
      [0n, 0n, 0n],
    ]),
    same(7n, 7n),
  ],
  'c.and': [
    ...both([
      [ONES, MIN, MIN],
      [0xf0n, 0x3cn, 0x30n],
    ]),
    same(7n, 7n),
  ],
  'c.subw': [
    ...both([
      [LONG, 1n, 0x7fffffffn],
      [0n, 1n, ONES],
      [0x100000000n, 0n, 0n],
    ]),
    same(7n, 0n),
  ],
  'c.addw': [
    ...both([
      [0x7fffffffn, 1n, LONG],
      [0xffffffffn, 1n, 0n],
    ]),
    same(0x40000000n, LONG),
  ],
  'c.j': [2, 4, 16, 256, 2046, -2, -2048].map((imm) => ({ operands: { imm }, to: imm })),
  'c.beqz': [
    branch(s0, 254, 0n, 254),
    branch(a5, -256, 0n, -256),
    branch(a5, 8, 1n, 2),
    branch(s0, 8, MIN, 2),
  ],
  'c.bnez': [
    branch(s0, 254, 1n, 254),
    branch(a5, -256, MIN, -256),
    branch(a5, 8, 0n, 2),
    branch(s0, 8, 1n << 32n, 8),
  ],
  'c.slli': [
    immediate(t0, 1, MIN + 1n, 2n),
    immediate(31, 63, 3n, MIN),
    immediate(a0, 32, ONES, 0xffffffff00000000n),
    { operands: { imm: 5 } },
  ],
  'c.lwsp': [
    load(t0, sp, 0, WORD, LONG),
    load(31, sp, 252, 7n, 7n),
    load(sp, sp, 64, 0x7fffffffn, 0x7fffffffn),
  ],
  'c.ldsp': [load(t0, sp, 0, MIN, MIN), load(31, sp, 504, 7n, 7n), load(sp, sp, 64, ONES, ONES)],
  'c.jr': [
    { operands: { rs1: ra }, before: { [ra]: PC + 0x40n }, to: 0x40 },
    { operands: { rs1: 31 }, before: { 31: PC - 0x3fn }, to: -0x40 },
  ],
  'c.mv': [
    { operands: { rd: t0, rs2: 31 }, before: { 31: ONES }, after: { [t0]: ONES } },
    { operands: { rd: t0, rs2: t0 }, before: { [t0]: MIN } },
    { operands: { rd: 0, rs2: t0 }, before: { [t0]: MIN } },
  ],
  'c.ebreak': [{ operands: {}, to: 0 }],
  'c.jalr': [
    {
      operands: { rd: ra, rs1: t0 },
      before: { [t0]: PC + 0x40n },
      after: { [ra]: PC + 2n },
      to: 0x40,
    },
    {
      operands: { rd: ra, rs1: ra },
      before: { [ra]: PC - 0x40n },
      after: { [ra]: PC + 2n },
      to: -0x40,
    },
  ],
  'c.add': [
    { operands: { rd: t0, rs1: t0, rs2: 31 }, before: { [t0]: ONES, 31: 2n }, after: { [t0]: 1n } },
    { operands: { rd: t0, rs1: t0, rs2: t0 }, before: { [t0]: MIN + 3n }, after: { [t0]: 6n } },
    { operands: { rd: 0, rs1: 0, rs2: t0 }, before: { [t0]: 4n } },
  ],
  'c.fldsp': [loadFloat(0, sp, 0), loadFloat(31, sp, 504), loadFloat(sp, sp, 64)],
  'c.fsdsp': [storeFloat(sp, 0, 0), storeFloat(sp, 31, 504), storeFloat(sp, sp, 64)],
  'c.swsp': [
    store(sp, t0, 0, 0x1111111176543210n),
    store(sp, 31, 252, 0x1111111176543210n),
    { ...store(sp, 0, 64, 0x1111111100000000n), before: { [sp]: DATA - 64n } },
  ],
  'c.sdsp': [
    store(sp, t0, 0, 0xfedcba9876543210n),
    store(sp, 31, 504, 0xfedcba9876543210n),
    { ...store(sp, sp, 64, DATA - 64n), before: { [sp]: DATA - 64n } },
  ],
};

/** Code full of `c.ebreak`, so that where the run stops tells where the instruction went. */
const BREAKS = new Uint8Array(new Uint16Array(0x1000).fill(encodeCompressed('c.ebreak')).buffer);

describe.each(ENGINES)('%s', (engine) => {
  test.each(COMPRESSED.map(({ name }) => name))('%s', (name) => {
    const vectors = VECTORS[name];
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      const { operands, before = {}, memory = 0n, after, memoryAfter, to = 2 } = vector;
      const { floats = {}, floatsAfter } = vector;
      const code = BREAKS.slice();
      new DataView(code.buffer).setUint16(0x1000, encodeCompressed(name, operands), true);
      const dataBefore = new Uint8Array(new BigUint64Array([memory]).buffer);
      const environment = testEnvironment({
        window: { base: BASE, size: 0x10000 },
        registers: before,
        start(hart) {
          hart.write(DATA, dataBefore);
          for (const [number, value] of Object.entries(floats)) hart.f[Number(number)] = value;
        },
      });
      const run = runIn(engine, elfOf(code, { entry: Number(PC) }), environment);
      const expected = new BigUint64Array(32);
      for (const [number, value] of Object.entries({ ...before, ...after })) {
        expected[Number(number)] = value;
      }
      expect([operands, run.outcome]).toMatchObject([
        operands,
        { kind: 'trap', cause: 'breakpoint', pc: PC + BigInt(to), registers: expected },
      ]);
      expect(run.steps).toBe(to === 0 ? 0 : 1);
      const expectedFloats = new BigUint64Array(32);
      for (const [number, value] of Object.entries({ ...floats, ...floatsAfter })) {
        expectedFloats[Number(number)] = value;
      }
      expect([operands, run.hart.f]).toEqual([operands, expectedFloats]);
      expect(run.hart.read(DATA, 8)).toEqual(
        new Uint8Array(new BigUint64Array([memoryAfter ?? memory]).buffer),
      );
    }
  });
});

import type { Outcome } from '@hart/machine';
import { describe, expect, test } from 'vitest';
import { assemble, type Line, load } from '../assemble.fixture.ts';
import { type RunProgramOptions, runProgram } from '../run-program.ts';

const [A0, A1, A2, A3, A7, T0] = [10, 11, 12, 13, 17, 5];
const CODE = 0x80000000;
const DATA = 0xa0030000;
const OUTPUT = 0xa0010000;
const ECALL: Line = ['ecall', {}];
const EXIT: Line[] = [...load(A7, 93), ECALL];
const csrs = (csr: number, rs1: number, rd = 0): Line => ['csrrs', { rd, rs1, imm: csr }];
const csrwi = (csr: number, value: number): Line => ['csrrwi', { rd: 0, rs1: value, imm: csr }];
const csrr = (rd: number, csr: number): Line => ['csrrs', { rd, rs1: 0, imm: csr }];
const add = (rd: number, rs1: number, rs2: number): Line => ['add', { rd, rs1, rs2 }];
const addi = (rd: number, rs1: number, imm: number): Line => ['addi', { rd, rs1, imm }];
const sd = (rs2: number, rs1: number, imm = 0): Line => ['sd', { rs1, rs2, imm }];

function words(...values: (bigint | number)[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values, BigInt).buffer);
}

describe.each(['interpreter', 'aot'] as const)('zisk, %s', (engine) => {
  /** Runs these lines and then the exit, with data in RAM. */
  function run(
    lines: readonly Line[],
    data: Uint8Array = new Uint8Array(8),
    options: RunProgramOptions = {},
  ) {
    const elf = assemble([...lines, ...EXIT], CODE, [{ address: DATA, bytes: data }]);
    return runProgram(elf, { abi: 'zisk', engine, ...options });
  }

  /** The output's words after a run that must exit. */
  function outputOf(lines: readonly Line[], data?: Uint8Array, options?: RunProgramOptions) {
    const { outcome, output } = run([...load(T0, OUTPUT), ...lines], data, options);
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    expect(output.length).toBe(256);
    return [...new BigUint64Array(output.slice().buffer)];
  }

  /** The trap that a run must end with. */
  function trapOf(lines: readonly Line[], data?: Uint8Array) {
    const { outcome } = run(lines, data);
    if (outcome.kind !== 'trap') throw new Error(`${outcome.kind} instead of a trap`);
    return outcome as Extract<Outcome, { kind: 'trap' }>;
  }

  test('input, marchid and the first registers are where ZisK has them', () => {
    const lines = [
      sd(A0, T0),
      sd(A1, T0, 8),
      ...load(A2, 0x40000000),
      ['ld', { rd: A3, rs1: A2, imm: 8 }] as Line,
      sd(A3, T0, 16),
      ['ld', { rd: A3, rs1: A2, imm: 0 }] as Line,
      sd(A3, T0, 24),
      csrr(A3, 0xf12),
      sd(A3, T0, 32),
      // where older guests look for it: a length in front
      ...load(A2, 0x90000000),
      ['ld', { rd: A3, rs1: A2, imm: 8 }] as Line,
      sd(A3, T0, 40),
      ['ld', { rd: A3, rs1: A2, imm: 16 }] as Line,
      sd(A3, T0, 48),
    ];
    const input = Uint8Array.of(1, 2, 3);
    const output = outputOf(lines, undefined, { input });
    const first = 0x030201n;
    const expected = [0x40000000n, BigInt(OUTPUT), first, 0n, 0xfffeeeen, 3n, first];
    expect(output.slice(0, 8)).toEqual([...expected, 0n]);
  });

  test('bytes to the UART are the log; other stores to that page are memory', () => {
    const lines = [
      ...load(A0, 0xa0000200),
      ...load(A1, 0x41),
      ['sb', { rs1: A0, rs2: A1, imm: 0 }] as Line,
      ['sh', { rs1: A0, rs2: A1, imm: 0 }] as Line,
      addi(A1, A1, 1),
      ['sb', { rs1: A0, rs2: A1, imm: 0 }] as Line,
      sd(A1, A0, 8),
      ['ld', { rd: A2, rs1: A0, imm: 8 }] as Line,
      ...load(T0, OUTPUT),
      sd(A2, T0),
    ];
    const { log, output, outcome } = run(lines);
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    expect(log).toBe('AB');
    expect(output[0]).toBe(0x42);
  });

  test('accelerators work in place and through pointers', () => {
    // a structure, then a = 3, b = 5, c = 7, modulus 11 and room for the result
    const pointers = [0, 1, 2, 3, 4].map((index) => DATA + 40 + 32 * index);
    const operands = [3, 5, 7, 11, 0].flatMap((value) => [value, 0, 0, 0]);
    const lines = [
      ...load(A0, DATA),
      csrs(0x802, A0),
      ['ld', { rd: A1, rs1: A0, imm: 40 + 32 * 4 }] as Line,
      sd(A1, T0),
    ];
    expect(outputOf(lines, words(...pointers, ...operands))[0]).toBe(0n);
    const secp = [
      0x59f2815b16f81798n,
      0x029bfcdb2dce28d9n,
      0x55a06295ce870b07n,
      0x79be667ef9dcbbacn,
      0x9c47d08ffb10d4b8n,
      0xfd17b448a6855419n,
      0x5da4fbfc0e1108a8n,
      0x483ada7726a3c465n,
    ];
    const double = [
      ...load(A0, DATA),
      csrs(0x804, A0),
      ['ld', { rd: A1, rs1: A0, imm: 0 }] as Line,
    ];
    // x of 2G (SEC 2)
    expect(outputOf([...double, sd(A1, T0)], words(...secp))[0]).toBe(0xabac09b95c709ee5n);
  });

  test('add256 has its carry in a register, which may be the one of its operands', () => {
    const all = 2n ** 64n - 1n;
    const data = words(DATA + 32, DATA + 64, 1, DATA + 96, all, all, all, all, 5, 0, 0, 0);
    const lines = [...load(A0, DATA), csrs(0x811, A0, A0), sd(A0, T0)];
    const result = [...load(A1, DATA), ['ld', { rd: A2, rs1: A1, imm: 96 }] as Line, sd(A2, T0, 8)];
    const room = new Uint8Array(128);
    room.set(data);
    expect(outputOf([...lines, ...result], room).slice(0, 2)).toEqual([1n, 5n]);
  });

  test('DMA takes its operands from the next instruction, which is not executed', () => {
    const text = new TextEncoder().encode('abcdefghijklmnopqrstuvwxyz012345');
    const lines = [
      ...load(A0, OUTPUT),
      ...load(A1, DATA),
      ...load(A2, 8),
      csrs(0x813, A1),
      add(A3, A0, A2),
      sd(A3, A0, 8),
      // with a constant count, and no result
      addi(A0, A0, 16),
      csrs(0x813, A1),
      addi(0, A0, 5),
      // overlapping
      addi(A3, A1, 2),
      csrs(0x813, A1),
      add(0, A3, A2),
      ['ld', { rd: A3, rs1: A1, imm: 0 }] as Line,
      sd(A3, A0, 8),
    ];
    const { output, outcome } = run(lines, text);
    expect(outcome.kind).toBe('exit');
    const decoded = new TextDecoder().decode(output.subarray(0, 32));
    expect(decoded.slice(0, 8)).toBe('abcdefgh');
    expect(new DataView(output.buffer, output.byteOffset).getBigUint64(8, true)).toBe(
      BigInt(OUTPUT),
    );
    expect(decoded.slice(16, 24)).toBe('abcde\0\0\0');
    expect(decoded.slice(24, 32)).toBe('ababcdef');
  });

  test.each([
    ['abcdefgh', 'abcdefgh', 8, 0n],
    ['abcdefgh', 'abcdXfgh', 8, 13n],
    ['abcdXfgh', 'abcdefgh', 8, 2n ** 64n - 13n],
    ['abcdXfgh', 'abcdefgh', 4, 0n],
    ['abcdXfgh', 'abcdefgh', 0, 0n],
  ])('memcmp of %s and %s over %i bytes', (a, b, count, expected) => {
    const data = new TextEncoder().encode(a + b);
    const registers = [...load(A0, DATA), ...load(A1, DATA + 8), ...load(A2, count)];
    const byRegister = [csrs(0x814, A1), add(A3, A0, A2), sd(A3, T0)];
    const byConstant = [csrs(0x814, A1), addi(A3, A0, count), sd(A3, T0, 8)];
    expect(outputOf([...registers, ...byRegister, ...byConstant], data).slice(0, 2)).toEqual([
      expected,
      expected,
    ]);
  });

  test('memset takes its byte from the next instruction, in both forms', () => {
    const lines = [
      ...load(A1, 4),
      csrs(0x816, T0),
      addi(A2, A1, 0xff),
      sd(A2, T0, 16),
      addi(A0, T0, 8),
      ['csrrsi', { rd: 0, rs1: 2, imm: 0x816 }] as Line,
      addi(A2, A0, 3),
      addi(0, 0, 0x11),
      sd(A2, T0, 24),
    ];
    expect(outputOf(lines).slice(0, 4)).toEqual([
      0xffffffffn,
      0x111111n,
      BigInt(OUTPUT),
      BigInt(OUTPUT + 8),
    ]);
  });

  test('DMA of nothing touches nothing, wherever it points', () => {
    const lines = [
      csrs(0x813, A1),
      add(0, A2, 0),
      csrs(0x814, A1),
      add(A3, A2, 0),
      csrs(0x816, A1),
      addi(0, 0, 5),
    ];
    expect(outputOf([...load(A1, 7), ...load(A2, 5), ...lines, sd(A3, T0)])[0]).toBe(0n);
  });

  test('fcalls give their results word by word, or by DMA', () => {
    const lines = [
      ...load(A0, DATA),
      csrs(0x8f3, A0),
      csrwi(0x8c0, 19),
      csrr(A1, 0xffe),
      sd(A1, T0),
      csrr(A1, 0xffe),
      addi(A0, T0, 8),
      ...load(A2, 40),
      csrs(0x815, A2),
      add(A3, A0, A2),
      sd(A3, T0, 64),
    ];
    const output = outputOf(lines, words(17, 1, 0, 0, 5, 0, 0, 0));
    // (2⁶⁴ + 17) / 5: the quotient's third word on, and the remainder
    expect(output.slice(0, 9)).toEqual([
      (2n ** 64n + 17n) / 5n,
      0n,
      0n,
      (2n ** 64n + 17n) % 5n,
      0n,
      0n,
      0n,
      0n,
      BigInt(OUTPUT + 8),
    ]);
  });

  test('the host says how much input there is', () => {
    const ask = (address: number) => [...load(A0, address), csrs(0x8f0, A0), csrwi(0x8c0, 23)];
    const input = new Uint8Array(5);
    expect(run(ask(0x40000008 + 7), undefined, { input }).outcome.kind).toBe('exit');
    for (const address of [0x40000008 + 8, 0x3fffffff, 0x80000000]) {
      expect(run(ask(address), undefined, { input }).outcome).toMatchObject({
        kind: 'trap',
        text: expect.stringContaining('The input has 8 bytes'),
      });
    }
  });

  test('CSRs of the machine level keep what is written', () => {
    const lines = [
      ...load(A0, 0x1234),
      ['csrrw', { rd: 0, rs1: A0, imm: 0x305 }] as Line,
      csrr(A1, 0x305),
      sd(A1, T0),
      csrr(A1, 0x340),
      sd(A1, T0, 8),
    ];
    expect(outputOf(lines).slice(0, 2)).toEqual([0x1234n, 0n]);
  });

  test.each<[string, Line[], string]>([
    ['an unknown CSR', [csrs(0x8a0, A0)], 'ZisK CSR 0x8A0'],
    ['an unknown fcall', [csrwi(0x8c0, 24)], 'ZisK fcall 24'],
    ['a read of a CSR that calls', [csrr(A1, 0x813)], 'A read of CSR 0x813'],
    ['an fcall with a large number', [csrwi(0x8df, 31)], 'ZisK fcall 1023'],
    ['an accelerator by another instruction', [csrwi(0x800, 1)], 'CSR 0x800, in a form'],
    ['an accelerator with a result register', [csrs(0x800, A0, A1)], 'CSR 0x800, in a form'],
    ['DMA with no operands behind it', [csrs(0x813, A0), sd(A0, A0)], 'CSR 0x813, in a form'],
    [
      'memset with a byte that is none',
      [csrs(0x816, A0), addi(0, A1, 256)],
      'CSR 0x816, in a form',
    ],
    ['a profile mark with a register', [csrs(0x81a, A0), addi(A1, 0, 1)], 'CSR 0x81A, in a form'],
    ['fcall parameters by a constant', [csrwi(0x8f0, 1)], 'CSR 0x8F0, in a form'],
    ['a result where there is none', [csrr(A0, 0xffe)], "behind the end of an fcall's result"],
    ['inputcpy where there is no result', [csrs(0x815, A0), addi(0, A0, 8)], 'fewer than 8 bytes'],
    ['inputcpy of part of a word', [csrs(0x815, A0), addi(0, A0, 7)], 'not 7 bytes'],
    ['an inverse of zero', [csrwi(0x8c0, 1)], 'secp256k1_fp_inv refuses'],
  ])('%s traps by its name', (_, lines, text) => {
    const trap = trapOf([...load(A0, DATA), ...lines]);
    expect(trap.cause).toBe('illegal-instruction');
    expect(trap.text).toContain(text);
  });

  test('operands that are refused leave memory alone', () => {
    const [x, y] = [DATA + 16, DATA + 80];
    const point = [1, 0, 0, 0, 2, 0, 0, 0];
    const trap = trapOf([...load(A0, DATA), csrs(0x806, A0)], words(x, y, ...point, ...point));
    expect(trap.text).toContain('bn254_curve_add refuses points with the same x');
  });

  test.each<[string, Line[], string]>([
    [
      'a structure that is not aligned',
      [addi(A0, A0, 4), csrs(0x802, A0)],
      'load-address-misaligned',
    ],
    ['a structure outside memory', [...load(A0, 0), csrs(0x802, A0)], 'load-access-fault'],
    ['an operand at 2⁶⁴ − 8', [csrs(0x802, A0)], 'load-access-fault'],
    ['a state in the program', [...load(A0, CODE), csrs(0x800, A0)], 'store-access-fault'],
    ['a state in the input', [...load(A0, 0x40000008), csrs(0x800, A0)], 'store-access-fault'],
    [
      'a copy to the program',
      [...load(A1, CODE), csrs(0x813, A0), addi(0, A1, 8)],
      'store-access-fault',
    ],
    [
      'a copy of 2⁶⁴ − 1 bytes',
      [...load(A1, OUTPUT), csrs(0x813, A0), addi(0, A1, -1)],
      'load-access-fault',
    ],
    ['fcall parameters outside memory', [...load(A0, 4), csrs(0x8f3, A0)], 'load-access-fault'],
    ['a load from nowhere', [['ld', { rd: A1, rs1: 0, imm: 0 }]], 'load-access-fault'],
    ['a store to the input', [...load(A0, 0x40000008), sd(A0, A0)], 'store-access-fault'],
  ])('%s is a fault', (_, lines, cause) => {
    const data = words(-8n & 0xffff_ffff_ffff_ffffn, 0, 0, 0, 0);
    expect(trapOf([...load(A0, DATA), ...lines], data).cause).toBe(cause);
  });

  test('another call than exit is unknown', () => {
    const trap = trapOf([...load(A7, 64), ECALL]);
    expect([trap.cause, trap.call]).toEqual(['unknown-environment-call', 64n]);
  });
});

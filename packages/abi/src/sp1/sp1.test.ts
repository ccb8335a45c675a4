import type { Outcome } from '@hart/machine';
import { describe, expect, test } from 'vitest';
import { assemble, type Line, load } from '../assemble.fixture.ts';
import { type RunProgramOptions, runProgram } from '../run-program.ts';

const [T0, SP, A0, A1, A2, A3, A4, S0, S1] = [5, 2, 10, 11, 12, 13, 14, 8, 9];
const CODE = 0x78001000;
const DATA = 0x78010000;
/** Where the standard allocator puts inputs. */
const FAR = 0x1c00000000;
const ECALL: Line = ['ecall', {}];
const call = (id: number, ...args: (number | bigint)[]): Line[] => [
  ...args.flatMap((value, index) => load(A0 + index, value)),
  ...load(T0, id),
  ECALL,
];
const [HALT, WRITE, ENTER, LEAVE, LENGTH, READ] = [0, 2, 3, 4, 0xf0, 0xf1];
const PUBLIC = 13;
const halt = (code: number) => call(HALT, code);
const sd = (rs2: number, rs1: number, imm = 0): Line => ['sd', { rs1, rs2, imm }];
const ld = (rd: number, rs1: number, imm = 0): Line => ['ld', { rd, rs1, imm }];

function words(...values: (bigint | number)[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values, BigInt).buffer);
}

describe.each(['interpreter', 'aot'] as const)('sp1, %s', (engine) => {
  function run(
    lines: readonly Line[],
    data: Uint8Array = new Uint8Array(512),
    options: RunProgramOptions = {},
  ) {
    const elf = assemble([...lines, ...halt(0)], CODE, [{ address: DATA, bytes: data }]);
    return runProgram(elf, { abi: 'sp1', engine, maxSteps: 100_000, ...options });
  }

  /** The public values of a run that must halt with 0. */
  function valuesOf(lines: readonly Line[], data?: Uint8Array, options?: RunProgramOptions) {
    const { outcome, output } = run(lines, data, options);
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    return output;
  }

  function trapOf(lines: readonly Line[], data?: Uint8Array) {
    const { outcome } = run(lines, data);
    if (outcome.kind !== 'trap') throw new Error(`${outcome.kind} instead of a trap`);
    return outcome as Extract<Outcome, { kind: 'trap' }>;
  }

  test('halts with a code', () => {
    expect(run(halt(7)).outcome).toEqual({ kind: 'exit', code: 7 });
  });

  test('writes public values and a log', () => {
    const data = new TextEncoder().encode('hello world!');
    const lines = [
      ...call(WRITE, PUBLIC, DATA + 1, 4),
      ...call(WRITE, 1, DATA, 6),
      ...call(WRITE, 2, DATA + 6, 5),
      ...call(WRITE, PUBLIC, DATA, 1),
    ];
    const result = run(lines, data);
    expect(new TextDecoder().decode(result.output)).toBe('elloh');
    expect(result.log).toBe('hello world');
  });

  test('reads an input, and hints before it', () => {
    const lines = [
      ...call(WRITE, 14, DATA, 3),
      // its length, the hint, what follows it, the input, the length of nothing
      ...call(LENGTH),
      ...load(S0, DATA),
      sd(T0, S0, 64),
      ...call(READ, DATA + 72, 3),
      ...call(LENGTH),
      ...load(S0, DATA),
      sd(T0, S0, 80),
      ...call(READ, DATA + 88, 8),
      ...call(LENGTH),
      ...load(S0, DATA),
      sd(T0, S0, 104),
      ...call(WRITE, PUBLIC, DATA + 64, 48),
    ];
    const data = new Uint8Array(512).fill(0xff);
    data.set([1, 2, 3]);
    const input = words(0x1122334455667788n);
    const output = new BigUint64Array(valuesOf(lines, data, { input }).slice().buffer);
    // a read of whole words writes one more
    const all = 2n ** 64n - 1n;
    expect([...output]).toEqual([3n, 0x030201n, 8n, 0x1122334455667788n, 0n, all]);
  });

  test('has a stack below the program and memory far above it', () => {
    const lines = [
      ...load(SP, 0x78000000),
      ...load(A0, 0x55),
      sd(A0, SP, -8),
      ld(A1, SP, -8),
      ...load(S0, FAR + 4093),
      // across two pages
      ['addi', { rd: A1, rs1: A1, imm: 1 }] as Line,
      sd(A1, S0),
      ['lb', { rd: A2, rs1: S0, imm: 0 }] as Line,
      ld(A3, S0, 1),
      ...load(S1, DATA),
      sd(A2, S1),
      sd(A3, S1, 8),
      ...call(WRITE, PUBLIC, DATA, 16),
      ...call(WRITE, PUBLIC, FAR + 4093, 8),
    ];
    const output = new BigUint64Array(valuesOf(lines).slice().buffer);
    expect([...output]).toEqual([0x56n, 0n, 0x56n]);
  });

  test('inputs and operands may lie far away', () => {
    const lines = [
      ...call(READ, FAR, 64),
      ...call(0x01011d, FAR, DATA),
      ...call(WRITE, PUBLIC, FAR, 32),
    ];
    const input = words(7, 0, 0, 0, 0, 0, 0, 0);
    const data = words(5, 0, 0, 0, 11, 0, 0, 0);
    expect(valuesOf(lines, data, { input })).toEqual(words(2, 0, 0, 0));
    expect(run(lines, data, { input }).accelerators).toEqual([{ name: 'UINT256_MUL', calls: 1 }]);
  });

  test('an operation takes up to five operands', () => {
    const lines = [
      ...call(0x010131, DATA, DATA + 32, DATA + 64, DATA + 96, DATA + 128),
      ...call(WRITE, PUBLIC, DATA + 96, 64),
    ];
    const all = 2n ** 64n - 1n;
    const data = new Uint8Array(512);
    data.set(words(all, all, all, all, 2, 0, 0, 0, 5, 0, 0, 0));
    expect(valuesOf(lines, data)).toEqual(words(3, 0, 0, 0, 2, 0, 0, 0));
  });

  test('what an unconstrained block does is undone, but not its hints', () => {
    const [zeroPage, farPage] = [DATA + 0x8000000, FAR + 8192];
    const block = [
      ...load(A3, 99),
      sd(A3, S0),
      sd(A3, S1),
      ...load(A4, zeroPage),
      sd(A3, A4),
      ...load(A4, farPage),
      sd(A3, A4),
      ...call(WRITE, 14, DATA, 8),
      ...call(LEAVE),
    ];
    const store = (address: number, offset: number): Line[] => [
      ...load(A4, address),
      ld(A4, A4),
      sd(A4, S0, offset),
    ];
    const lines: Line[] = [
      ...load(S0, DATA),
      ...load(S1, FAR),
      ...load(A3, 1),
      sd(A3, S1),
      ...call(ENTER),
      // in the block t0 is 1, after it 0
      ['beq', { rs1: T0, rs2: 0, imm: 4 * (block.length + 1) }],
      ...block,
      sd(A3, S0, 8),
      ...store(zeroPage, 16),
      ...store(FAR, 24),
      ...store(farPage, 32),
      ...call(READ, DATA + 40, 8),
      ...call(WRITE, PUBLIC, DATA, 48),
    ];
    const output = valuesOf(lines, words(5, 6, 7, 7, 7, 7, 7, 7));
    expect(output).toEqual(words(5, 1, 0, 1, 0, 99));
  });

  test('a hook answers with buffers', () => {
    // the inverse of 2 in BLS12-381's field, doubled, is 1
    const lines = [
      ...call(WRITE, 19, DATA, 48),
      ...call(LENGTH),
      ...load(S0, DATA),
      sd(T0, S0, 64),
      ...call(READ, DATA + 72, 48),
      ...call(WRITE, PUBLIC, DATA + 64, 56),
    ];
    const data = new Uint8Array(512);
    data[47] = 2;
    const output = valuesOf(lines, data);
    expect(new DataView(output.buffer, output.byteOffset).getBigUint64(0, true)).toBe(48n);
    const inverse = BigInt(`0x${Buffer.from(output.subarray(8)).toString('hex')}`);
    const p =
      0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;
    expect((2n * inverse) % p).toBe(1n);
  });

  test.each<[string, Line[], string]>([
    ['an unknown call', call(0x010999), 'SP1 call 0x10999'],
    ['a call that is missing', call(0x000132), 'SP1 MPROTECT (page protection)'],
    ['a sign that is none', call(0x000108, DATA, 2), 'ED_DECOMPRESS refuses'],
    ['a proof to verify', call(0x1b), 'SP1 VERIFY_SP1_PROOF'],
    ['a hook that does not exist', call(WRITE, 22, DATA, 8), 'file descriptor 22'],
    ['a hook with wrong bytes', call(WRITE, 15, DATA, 8), 'hook ecrecover refuses'],
    ['a read of nothing', call(READ, DATA, 8), 'HINT_READ of 8 bytes'],
    ['an end without a begin', call(LEAVE), 'without ENTER_UNCONSTRAINED'],
    [
      'a halt in an unconstrained block',
      [...call(ENTER), ...halt(0)],
      'in an unconstrained block: call 0x0',
    ],
    [
      'a fault in an unconstrained block',
      [...call(ENTER), ...load(A0, -8), ld(A0, A0)],
      'in an unconstrained block: load-access-fault',
    ],
    ['a point at y = 0', call(0x00010b, DATA), 'SECP256K1_DOUBLE refuses y = 0'],
  ])('%s traps by its name', (_, lines, text) => {
    const trap = trapOf(lines);
    expect(trap.cause).toBe('illegal-instruction');
    expect(trap.text).toContain(text);
  });

  test.each<[string, Line[], string]>([
    ['an operand that is not aligned', call(0x010109, DATA + 4), 'store-address-misaligned'],
    ['an operand at the end of memory', call(0x010109, 2n ** 48n - 8n), 'store-access-fault'],
    ['a write from beyond memory', call(WRITE, 1, 2n ** 48n, 8), 'load-access-fault'],
    ['a write of everything', call(WRITE, 1, DATA, 2n ** 63n), 'load-access-fault'],
    ['a load beyond memory', [...load(A0, 2n ** 48n), ld(A0, A0)], 'load-access-fault'],
    ['a store beyond memory', [...load(A0, -8), sd(A0, A0)], 'store-access-fault'],
  ])('%s is a fault', (_, lines, cause) => {
    expect(trapOf(lines).cause).toBe(cause);
  });
});

import { type Elf, type ElfSymbol, encode, type Mnemonic, type Operands } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import { assemble } from './assemble.fixture.ts';
import {
  detectAbi,
  type ProgramResult,
  type RunProgramOptions,
  runProgram,
} from './run-program.ts';

const [A0, A1, A2, A7, T0, T1] = [10, 11, 12, 17, 5, 6];

type Line = readonly [Mnemonic, Operands];

/** A program at 0x80000000 from lines of assembly. */
function program(lines: readonly Line[], extra: Partial<Elf> = {}): Elf {
  const data = new Uint8Array(lines.length * 4);
  const view = new DataView(data.buffer);
  lines.forEach(([name, operands], index) => {
    view.setUint32(index * 4, encode(name, operands), true);
  });
  const text = {
    address: 0x80000000,
    memorySize: data.length,
    data,
    readable: true,
    writable: false,
    executable: true,
  };
  return {
    entry: 0x80000000,
    flags: 0,
    symbols: [],
    ...extra,
    segments: [text, ...(extra.segments ?? [])],
  };
}

const li = (rd: number, imm: number): Line => ['addi', { rd, rs1: 0, imm }];
/** Loads a multiple of 4096, sign-extended from 32 bits. */
const lui = (rd: number, imm: number): Line => ['lui', { rd, imm }];
/** An address from 0x80000000 on, zero-extended. */
const address = (rd: number, high: number): Line[] => [
  lui(rd, high | 0),
  ['slli', { rd, rs1: rd, imm: 32 }],
  ['srli', { rd, rs1: rd, imm: 32 }],
];
const ECALL: Line = ['ecall', {}];
const exit = (code: number): Line[] => [li(A0, code), li(A7, 93), ECALL];

const ENGINES = ['interpreter', 'aot'] as const;
const symbol = (name: string, at: number): ElfSymbol => ({
  name,
  address: at,
  size: 8,
  kind: 'object',
});

describe.each(ENGINES)('zkvm, %s', (engine) => {
  const run = (lines: readonly Line[], options = {}) =>
    runProgram(program(lines), { abi: 'zkvm', engine, ...options });

  test('input is mapped with its length in front, output and log are apart', () => {
    // Copies the input's length and bytes to the output, then writes two bytes of it to the log.
    const lines: Line[] = [
      lui(T0, 0x40000000),
      ['ld', { rd: A2, rs1: T0, imm: 0 }],
      ['addi', { rd: A1, rs1: T0, imm: 8 }],
      li(A0, 1),
      li(A7, 64),
      ECALL,
      ['addi', { rd: T1, rs1: A0, imm: 0 }],
      li(A0, 2),
      li(A2, 2),
      ECALL,
      ['addi', { rd: A0, rs1: T1, imm: 0 }],
      li(A7, 93),
      ECALL,
    ];
    const input = new TextEncoder().encode('hello');
    const result = run(lines, { input });
    expect(result.outcome).toEqual({ kind: 'exit', code: 5 });
    expect(result.output).toEqual(input);
    expect(result.log).toBe('he');
    expect(result.steps).toBe(lines.length);
  });

  test('an unknown stream is -EBADF', () => {
    const result = run([
      li(A0, 7),
      li(A7, 64),
      ECALL,
      ['sub', { rd: A0, rs1: 0, rs2: A0 }],
      li(A7, 93),
      ECALL,
    ]);
    expect(result.outcome).toEqual({ kind: 'exit', code: 9 });
  });

  test.each([0, 64, -1])(
    'a write of nothing from %i, where no memory is, writes nothing',
    (pointer) => {
      const lines = [li(A1, pointer), li(A2, 0), li(A7, 64), li(A0, 1), ECALL, li(A0, 2), ECALL];
      const result = run([...lines, li(A7, 93), ECALL]);
      expect(result.outcome).toEqual({ kind: 'exit', code: 0 });
      expect(result.output).toEqual(new Uint8Array());
      expect(result.log).toBe('');
    },
  );

  test('a million writes of one byte arrive in order', () => {
    // Each is the low byte of a count. If a write copied what is there already, this would take minutes.
    const writes = 1_000_000;
    const lines: Line[] = [
      ...address(A1, 0xa0000000),
      li(A2, 1),
      li(A7, 64),
      lui(T1, 0xf4000),
      ['addi', { rd: T1, rs1: T1, imm: writes - 0xf4000 }],
      ['sd', { rs1: A1, rs2: T0, imm: 0 }],
      li(A0, 1),
      ECALL,
      ['addi', { rd: T0, rs1: T0, imm: 1 }],
      ['bltu', { rs1: T0, rs2: T1, imm: -16 }],
      ...exit(0),
    ];
    const { outcome, output } = run(lines);
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    expect(output.length).toBe(writes);
    expect(output.every((byte, index) => byte === (index & 0xff))).toBe(true);
  });

  test('output from memory that is not there traps', () => {
    const result = run([li(A0, 1), li(A1, 64), li(A2, 1), li(A7, 64), ECALL]);
    expect(result.outcome).toMatchObject({
      kind: 'trap',
      cause: 'load-access-fault',
      address: 64n,
    });
  });

  test('output of an absurd length traps and allocates nothing', () => {
    const result = run([li(A0, 1), ...address(A1, 0xa0000000), li(A2, -1), li(A7, 64), ECALL]);
    expect(result.outcome).toMatchObject({ kind: 'trap', cause: 'load-access-fault' });
  });

  test('an unknown call traps and names its number', () => {
    expect(run([li(A7, 777), ECALL]).outcome).toMatchObject({
      kind: 'trap',
      cause: 'unknown-environment-call',
      call: 777n,
      pc: 0x80000004n,
      instruction: 'ecall',
    });
  });

  test.each([
    ['input', [lui(T0, 0x40000000)], 0x40000000n],
    ['code', address(T0, 0x80000000), 0x80000000n],
    ['the null page', [li(T0, 0)], 0n],
    ['beyond RAM', address(T0, 0xc0000000), 0xc0000000n],
  ])('a store to %s traps', (_, setup, at) => {
    expect(run([...setup, ['sd', { rs1: T0, rs2: T0, imm: 0 }], ...exit(0)]).outcome).toMatchObject(
      {
        kind: 'trap',
        cause: 'store-access-fault',
        address: at,
        instruction: 'sd t0, 0(t0)',
      },
    );
  });

  test('a memory limit cuts RAM short', () => {
    const lines: Line[] = [
      ...address(T0, 0xa0001000),
      ['sd', { rs1: T0, rs2: T0, imm: -8 }],
      ['sd', { rs1: T0, rs2: T0, imm: 0 }],
    ];
    expect(run(lines, { maxMemory: 4096 }).outcome).toMatchObject({
      kind: 'trap',
      address: 0xa0001000n,
    });
    expect(() => run(lines, { maxMemory: 100 })).toThrow(
      expect.objectContaining({ code: 'HART3003' }),
    );
  });

  test('a step limit is exact', () => {
    const loop: Line[] = [
      ['addi', { rd: A0, rs1: A0, imm: 1 }],
      ['jal', { rd: 0, imm: -4 }],
    ];
    for (const maxSteps of [0, 1, 2, 999, 100_001]) {
      const result = run(loop, { maxSteps });
      expect(result.outcome).toEqual({ kind: 'limit', limit: 'steps', value: maxSteps });
      expect(result.steps).toBe(maxSteps);
    }
  });

  test('negative exit codes stay negative', () => {
    expect(run(exit(-3)).outcome).toEqual({ kind: 'exit', code: -3 });
  });
});

describe.each(ENGINES)('bare, %s', (engine) => {
  const run = (lines: readonly Line[], extra: Partial<Elf> = {}) =>
    runProgram(program(lines, extra), { abi: 'bare', engine });
  const TOHOST = 0x80001000;

  test.each([
    [1, 0],
    [(5 << 1) | 1, 5],
  ])('a store of %i to tohost ends with code %i', (value, code) => {
    const result = run(
      [
        ...address(T0, TOHOST),
        li(T1, value),
        ['sw', { rs1: T0, rs2: T1, imm: 0 }],
        ['jal', { rd: 0, imm: -4 }],
      ],
      { symbols: [symbol('tohost', TOHOST)] },
    );
    expect(result.outcome).toEqual({ kind: 'exit', code });
    expect(result.steps).toBe(5);
  });

  test('floating point is on, and stays on', () => {
    // FS is bits 13 and 14 of mstatus; 0 would mean off.
    const mstatus = 0x300;
    const { outcome } = run([
      ['csrrw', { rd: 0, imm: mstatus, rs1: 0 }],
      ['csrrs', { rd: A0, imm: mstatus, rs1: 0 }],
      ['srli', { rd: A0, rs1: A0, imm: 13 }],
      ['andi', { rd: A0, rs1: A0, imm: 3 }],
      li(A7, 93),
      ECALL,
    ]);
    expect(outcome).toEqual({ kind: 'exit', code: 3 });
  });

  test('an even store to tohost and one next to it are plain stores', () => {
    const lines: Line[] = [
      ...address(T0, TOHOST),
      li(T1, 42),
      ['sd', { rs1: T0, rs2: T1, imm: 0 }],
      ['sd', { rs1: T0, rs2: T1, imm: 8 }],
      ['ld', { rd: A0, rs1: T0, imm: 0 }],
      li(A7, 93),
      ECALL,
    ];
    expect(run(lines, { symbols: [symbol('tohost', TOHOST)] }).outcome).toEqual({
      kind: 'exit',
      code: 42,
    });
  });

  test.each([
    [0x5555, 0],
    [0x3333 | (7 << 16), 7],
  ])('the test finisher understands 0x%s', (value, code) => {
    const low = value & 0xfff;
    const result = run([
      lui(T0, 0x100000),
      lui(T1, (value - ((low << 20) >> 20)) | 0),
      ['addi', { rd: T1, rs1: T1, imm: (low << 20) >> 20 }],
      ['sw', { rs1: T0, rs2: T1, imm: 0 }],
    ]);
    expect(result.outcome).toEqual({ kind: 'exit', code });
  });

  test('RAM is zero at first and ends at 0xc0000000', () => {
    const end = address(T0, 0xc0000000);
    expect(run([...end, ['ld', { rd: A0, rs1: T0, imm: -8 }], li(A7, 93), ECALL]).outcome).toEqual({
      kind: 'exit',
      code: 0,
    });
    expect(run([...end, ['ld', { rd: A0, rs1: T0, imm: 0 }]]).outcome).toMatchObject({
      kind: 'trap',
      cause: 'load-access-fault',
      address: 0xc0000000n,
    });
  });

  test('this hart is number 0, other CSRs are illegal', () => {
    expect(run([['csrrs', { rd: A0, rs1: 0, imm: 0xf14 }], li(A7, 93), ECALL]).outcome).toEqual({
      kind: 'exit',
      code: 0,
    });
    expect(run([['csrrs', { rd: A0, rs1: 0, imm: 0x300 }]]).outcome).toMatchObject({
      cause: 'illegal-instruction',
    });
  });

  test('the signature is what lies between its symbols', () => {
    const result = run(
      [...address(T0, TOHOST), li(T1, 0x12), ['sw', { rs1: T0, rs2: T1, imm: 4 }], ...exit(0)],
      {
        symbols: [symbol('begin_signature', TOHOST), symbol('end_signature', TOHOST + 8)],
      },
    );
    expect(result.signature).toEqual(Uint8Array.of(0, 0, 0, 0, 0x12, 0, 0, 0));
  });

  test('there is no input', () => {
    expect(() =>
      runProgram(program(exit(0)), { abi: 'bare', engine, input: Uint8Array.of(1) }),
    ).toThrow(expect.objectContaining({ code: 'HART3002' }));
  });
});

test('the environment shows in the program', () => {
  const data = {
    address: 0x80002000,
    memorySize: 8,
    data: new Uint8Array(),
    readable: true,
    writable: true,
    executable: false,
  };
  expect(detectAbi(program(exit(0)))).toBe('zkvm');
  expect(detectAbi(program(exit(0), { segments: [data] }))).toBe('bare');
  expect(detectAbi(program(exit(0), { symbols: [symbol('tohost', 0x80001000)] }))).toBe('bare');
  const csrs = (csr: number, rd: number): Line => ['csrrs', { rd, rs1: A0, imm: csr }];
  expect(detectAbi(program([csrs(0x800, 0), ...exit(0)]))).toBe('zisk');
  expect(detectAbi(program([['csrrwi', { rd: 0, rs1: 3, imm: 0x8c0 }], ...exit(0)]))).toBe('zisk');
  // no calls of ZisK: a read, another CSR, a result
  for (const line of [csrs(0x800, A1), csrs(0x81b, 0), csrs(0x300, 0)]) {
    expect(detectAbi(program([line, ...exit(0)]))).toBe('zkvm');
  }
  const sp1 = assemble(exit(0), 0x78000000);
  expect(detectAbi(sp1)).toBe('sp1');
  expect(detectAbi(assemble(exit(0), 0x78001000))).toMatch(/^linux/);
});

test('no segment may lie where the input goes', () => {
  const data = {
    address: 0x40000000,
    memorySize: 8,
    data: new Uint8Array(),
    readable: true,
    writable: false,
    executable: false,
  };
  expect(() => runProgram(program(exit(0), { segments: [data] }), { abi: 'zkvm' })).toThrow(
    expect.objectContaining({ code: 'HART3004' }),
  );
});

test('an abort stops a program that never ends', () => {
  const controller = new AbortController();
  const loop: Line[] = [['jal', { rd: 0, imm: 0 }]];
  let progress = 0;
  expect(() =>
    runProgram(program(loop), {
      abi: 'zkvm',
      signal: controller.signal,
      onProgress: (steps) => {
        progress = steps;
        controller.abort(new Error('enough'));
      },
    }),
  ).toThrow('enough');
  expect(progress).toBe(2 ** 26);
});

describe.each(ENGINES)('trace, %s', (engine) => {
  const CHUNK = 2 ** 18;
  const FRAMES = 72 + 48;
  const spin: Line[] = [['jal', { rd: 0, imm: 0 }]];

  function traced(lines: readonly Line[], options: RunProgramOptions = {}) {
    const seen: { steps: number; end: boolean }[] = [];
    const result: ProgramResult = runProgram(program(lines), {
      abi: 'zkvm',
      engine,
      ...options,
      trace: ({ steps, end }) => seen.push({ steps, end }),
    });
    return { seen, result };
  }

  test('the result says how large the trace was', () => {
    const { seen, result } = traced(exit(0));
    expect(seen).toEqual([{ steps: 3, end: true }]);
    // one chunk with one value: the call that exits changed no register
    const bytes = FRAMES + 304 + 8;
    expect(result.trace).toEqual({ chunks: 1, bytes, bytesPerStep: bytes / 3 });
    expect(runProgram(program(exit(0)), { engine })).not.toHaveProperty('trace');
  });

  test('a run that reaches its limit hands over what it did of the last chunk', () => {
    const { seen, result } = traced(spin, { maxSteps: CHUNK + 7 });
    expect(seen).toEqual([
      { steps: CHUNK, end: false },
      { steps: 7, end: false },
    ]);
    expect(result.trace).toMatchObject({ chunks: 2, bytes: FRAMES + 2 * 304 });
    expect(traced(spin, { maxSteps: CHUNK }).seen).toEqual([{ steps: CHUNK, end: false }]);
  });

  test('what the consumer throws comes out', () => {
    const trace = () => {
      throw new RangeError('full');
    };
    expect(() => runProgram(program(exit(0)), { engine, trace })).toThrow(RangeError);
  });
});

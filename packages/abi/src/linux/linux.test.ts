import type { TraceChunk } from '@hart/machine';
import { replayTrace } from '@hart/machine/node';
import { type Elf, encode, type Mnemonic, type Operands } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import { type AbiName, detectAbi, type RunProgramOptions, runProgram } from '../run-program.ts';
import { callNameOf } from './call-numbers.ts';
import { CALL_NAMES, type CallName, callRow } from './calls.ts';

const [RA, SP, TP, T0, T1, S0, S1] = [1, 2, 4, 5, 6, 8, 9];
const [A0, A1, A2, A3, A4, A5, A7] = [10, 11, 12, 13, 14, 15, 17];
type Line = readonly [Mnemonic, Operands];

const DATA = 0x20000;

/** A program at 0x10000 with a page of data at 0x20000 that holds `words`. */
function program(lines: readonly Line[], words: readonly bigint[] = []): Elf {
  const text = new Uint8Array(
    Uint32Array.from(lines, ([name, operands]) => encode(name, operands)).buffer,
  );
  const data = new Uint8Array(BigUint64Array.from(words).buffer);
  const all = { readable: true, writable: false, executable: false };
  return {
    entry: 0x10000,
    flags: 0,
    symbols: [],
    segments: [
      { ...all, address: 0x10000, memorySize: text.length, data: text, executable: true },
      { ...all, address: DATA, memorySize: 4096, data, writable: true },
    ],
  };
}

const li = (rd: number, imm: number): Line => ['addi', { rd, rs1: 0, imm }];
const lui = (rd: number, imm: number): Line => ['lui', { rd, imm }];
const mv = (rd: number, rs1: number): Line => ['addi', { rd, rs1, imm: 0 }];
const call = (name: CallName): Line[] => [li(A7, callRow(name).number), ['ecall', {}]];
const EXIT = call('exit_group');

const ENGINES = ['interpreter', 'aot'] as const;
const run = (elf: Elf, options: RunProgramOptions = {}) =>
  runProgram(elf, { abi: 'linux-advanced', maxSteps: 10_000_000, ...options });

test('numbers and names of calls are unique', () => {
  const numbers = CALL_NAMES.map((name) => callRow(name).number);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const name of CALL_NAMES) expect(callNameOf(callRow(name).number)).toBe(name);
  expect(callNameOf(198)).toBe('socket');
  expect(callNameOf(5000)).toBe(undefined);
});

test('programs below 0x80000000 are for Linux, for its upper tier if they may have threads', () => {
  const elf = program(EXIT);
  const named = (name: string): Elf => ({
    ...elf,
    symbols: [{ name, address: 0x10000, size: 4, kind: 'function' }],
  });
  expect(detectAbi(elf)).toBe('linux-advanced');
  expect(detectAbi(named('main'))).toBe('linux-basic');
  expect(detectAbi(named('pthread_create'))).toBe('linux-advanced');
  expect(detectAbi({ ...named('main'), notes: ['GNU', 'Go'] })).toBe('linux-advanced');
});

describe.each(ENGINES)('%s', (engine) => {
  test.each<[AbiName, Line[], string]>([
    [
      'linux-advanced',
      [li(A0, 2), li(A1, 1), li(A7, 198)],
      'socket(0x2, 0x1, 0x0, 0x0, 0x0, 0x0), number 198',
    ],
    ['linux-advanced', [li(A7, 2000)], 'call(0x0, 0x0, 0x0, 0x0, 0x0, 0x0), number 2000'],
    [
      'linux-basic',
      [li(A0, 0x100), li(A7, 220)],
      'clone(VM, NULL, NULL, NULL, NULL), which linux-advanced has',
    ],
    ['linux-basic', [li(A1, 0), li(A7, 59)], 'pipe2(NULL, 0x0), which linux-advanced has'],
  ])('an unknown call in %s stops with its name and arguments', (abi, lines, text) => {
    const { outcome } = run(program([...lines, ['ecall', {}]]), { abi, engine });
    expect(outcome).toMatchObject({ cause: 'unknown-environment-call', callText: text });
  });

  test('a program finds its arguments and environment on the stack', () => {
    // Writes argv[2], four bytes, and exits with argc.
    const elf = program([
      ['ld', { rd: A1, rs1: SP, imm: 24 }],
      li(A0, 1),
      li(A2, 4),
      ...call('write'),
      ['ld', { rd: A0, rs1: SP, imm: 0 }],
      ...EXIT,
    ]);
    const result = run(elf, { engine, args: ['first', 'häx'], variables: ['A=1'] });
    expect(result.outcome).toEqual({ kind: 'exit', code: 3 });
    expect(new TextDecoder().decode(result.output)).toBe('häx');
  });

  test('a file of the caller can be opened, read and not be written', () => {
    const path = new Uint8Array(16);
    path.set(new TextEncoder().encode('/a/b.txt'));
    const words = [...new BigUint64Array(path.buffer)];
    const elf = program(
      [
        ...[lui(A1, DATA), li(A0, -100), li(A2, 0), ...call('openat'), mv(S0, A0)],
        ...[lui(A1, DATA), ['addi', { rd: A1, rs1: A1, imm: 256 }] as Line, li(A2, 100)],
        ...[...call('read'), mv(S1, A0), mv(A2, S1), lui(A1, DATA)],
        ...[['addi', { rd: A1, rs1: A1, imm: 256 }] as Line, li(A0, 1), ...call('write')],
        ...[lui(A1, DATA), li(A0, -100), li(A2, 2), ...call('openat')],
        ...[['sub', { rd: A0, rs1: 0, rs2: A0 }] as Line, ...EXIT],
      ],
      words,
    );
    const files = new Map([['/a/b.txt', new TextEncoder().encode('content')]]);
    const result = run(elf, { engine, files });
    expect(new TextDecoder().decode(result.output)).toBe('content');
    // EROFS
    expect(result.outcome).toEqual({ kind: 'exit', code: 30 });
    expect(run(elf, { engine }).outcome).toEqual({ kind: 'exit', code: 2 });
  });

  test('buffers outside of what is mapped are EFAULT, whatever their size', () => {
    for (const [address, size] of [
      [0, 1],
      [DATA + 4096, 1],
      [DATA, 4097],
      [-1, 1],
      [DATA, -1],
    ] as const) {
      const words = [BigInt(address), BigInt(size)];
      const elf = program(
        [
          ...[lui(T0, DATA), ['ld', { rd: A1, rs1: T0, imm: 0 }] as Line],
          ...[['ld', { rd: A2, rs1: T0, imm: 8 }] as Line, li(A0, 1), ...call('write')],
          ...[['sub', { rd: A0, rs1: 0, rs2: A0 }] as Line, ...EXIT],
        ],
        words,
      );
      expect(run(elf, { engine }).outcome).toEqual({ kind: 'exit', code: 14 });
    }
  });

  test('a program that maps page after page, each in its own way, comes to an end of it', () => {
    const loop: Line[] = [
      ...[mv(A0, S0), lui(A1, 0x1000), ['xori', { rd: S1, rs1: S1, imm: 2 }] as Line, mv(A2, S1)],
      // Private, anonymous, at this address.
      ...[li(A3, 0x32), li(A4, -1), li(A5, 0), ...call('mmap')],
      ['add', { rd: S0, rs1: S0, rs2: A1 }],
    ];
    const elf = program([
      ...[lui(S0, 0x10000000), li(S1, 1)],
      ...loop,
      ['bge', { rs1: A0, rs2: 0, imm: -4 * loop.length }],
      ...[['sub', { rd: A0, rs1: 0, rs2: A0 }] as Line, ...EXIT],
    ]);
    const { outcome, steps } = run(elf, { engine });
    // ENOMEM, after some 65,530 pages.
    expect(outcome).toEqual({ kind: 'exit', code: 12 });
    expect(Math.round(steps / (loop.length + 1) / 100)).toBe(655);
  });

  test('who waits for nobody is stopped', () => {
    const elf = program([lui(A0, DATA), li(A1, 0), li(A2, 0), ...call('futex'), ...EXIT]);
    expect(run(elf, { engine }).outcome).toMatchObject({ kind: 'trap', cause: 'deadlock' });
  });

  test('sleeping costs no steps, and the clock goes on', () => {
    const elf = program(
      [
        ...[lui(A0, DATA), li(A1, 0), ...call('nanosleep')],
        ...[li(A0, 1), lui(A1, DATA), ...call('clock_gettime')],
        ...[lui(T0, DATA), ['ld', { rd: A0, rs1: T0, imm: 0 }] as Line, ...EXIT],
      ],
      [77n, 0n],
    );
    const { outcome, steps } = run(elf, { engine });
    expect(outcome).toEqual({ kind: 'exit', code: 77 });
    expect(steps).toBeLessThan(20);
  });

  test('a fault without a handler ends the program by its signal, and says where', () => {
    const { outcome } = run(program([['ld', { rd: A0, rs1: 0, imm: 16 }]]), { engine });
    expect(outcome).toMatchObject({
      kind: 'exit',
      code: 139,
      trap: { cause: 'load-access-fault', address: 16n, pc: 0x10000n },
    });
  });

  /** Handlers by number; `action` is [handler, flags]. */
  const handling = (signal: number, handler: number, flags: bigint, rest: Line[]) =>
    run(
      program(
        [
          ...[li(A0, signal), lui(A1, DATA), li(A2, 0), li(A3, 8), ...call('rt_sigaction')],
          ...rest,
        ],
        [BigInt(handler), flags, 0n],
      ),
      { engine },
    );

  test('a handler that cannot be executed, and may interrupt itself, ends the program', () => {
    const fault: Line[] = [['ld', { rd: A0, rs1: 0, imm: 0 }]];
    expect(handling(11, 0x8, 0x40000000n, fault).outcome).toMatchObject({ code: 139 });
    expect(handling(11, 0x8, 0n, fault).outcome).toMatchObject({ code: 139 });
  });

  test('frames of signals that lead nowhere end the program', () => {
    // To the place that handlers return to, with a frame of zeros, and with one that leads there again.
    const magic: Line[] = [
      lui(T0, 0xfffff000 | 0),
      ['slli', { rd: T0, rs1: T0, imm: 32 }],
      ['srli', { rd: T0, rs1: T0, imm: 32 }],
    ];
    const jump: Line[] = [['jalr', { rd: 0, rs1: T0, imm: 0 }]];
    const down: Line[] = [lui(T1, -8192), ['add', { rd: SP, rs1: SP, rs2: T1 }]];
    const zeros = run(program([...down, ...magic, ...jump]), { engine });
    expect(zeros.outcome).toMatchObject({ kind: 'exit', code: 139 });
    const again: Line[] = [['sd', { rs1: SP, rs2: T0, imm: 304 }]];
    const endless = run(program([...down, ...magic, ...again, ...jump]), { engine });
    expect(endless.outcome).toMatchObject({ kind: 'exit', code: 139 });
  });
});

/** Two threads that count in the data without ever calling, until the first sees the second far enough. */
const COUNTING: readonly Line[] = [
  lui(S0, DATA),
  lui(A0, 0x10000),
  ['addi', { rd: A0, rs1: A0, imm: 0x100 }],
  lui(A1, DATA + 4096),
  ...call('clone'),
  ['bne', { rs1: A0, rs2: 0, imm: 20 }],
  // the child
  ['ld', { rd: T0, rs1: S0, imm: 8 }],
  ['addi', { rd: T0, rs1: T0, imm: 1 }],
  ['sd', { rs1: S0, rs2: T0, imm: 8 }],
  ['jal', { rd: 0, imm: -12 }],
  // the parent
  ['ld', { rd: T0, rs1: S0, imm: 0 }],
  ['addi', { rd: T0, rs1: T0, imm: 1 }],
  ['sd', { rs1: S0, rs2: T0, imm: 0 }],
  ['ld', { rd: T1, rs1: S0, imm: 8 }],
  lui(TP, 200_000 - (200_000 % 4096)),
  ['blt', { rs1: T1, rs2: TP, imm: -20 }],
  ['srli', { rd: A0, rs1: T1, imm: 12 }],
  mv(RA, 0),
  ...EXIT,
];

test('threads take turns by steps, the same in both engines, traced or not, and replay', async () => {
  const elf = program(COUNTING);
  const chunks: TraceChunk[][] = [[], []];
  const results = ENGINES.map((engine, n) =>
    run(elf, {
      engine,
      trace: (chunk) => chunks[n]?.push({ ...chunk, values: chunk.values.slice() }),
    }),
  );
  const [first] = results;
  expect(first?.outcome).toMatchObject({ kind: 'exit' });
  for (const result of [...results, run(elf), run(elf)]) {
    expect([result.outcome, result.steps]).toEqual([first?.outcome, first?.steps]);
  }
  expect(chunks[0]).toEqual(chunks[1]);
  const moved = chunks[0]?.filter((chunk) => chunk.moved).length ?? 0;
  expect(moved).toBeGreaterThan(5);
  const replayed = await replayTrace(chunks[0] as TraceChunk[], { elf, workers: 2 });
  expect(replayed).toMatchObject({ ok: true, steps: first?.steps });
});

test.each<[string, RunProgramOptions, string]>([
  ['arguments for a zkVM guest', { abi: 'zkvm', args: ['x'] }, 'HART3005'],
  [
    'files for a bare program',
    { abi: 'bare', files: new Map([['/a', new Uint8Array()]]) },
    'HART3005',
  ],
  ['a relative path', { files: new Map([['a', new Uint8Array()]]) }, 'HART3006'],
  ['endless arguments', { args: ['x'.repeat(3_000_000)] }, 'HART3007'],
  ['too little memory', { maxMemory: 4096 }, 'HART3003'],
])('%s are refused', (_, options, code) => {
  expect(() => run(program(EXIT), options)).toThrow(expect.objectContaining({ code }));
});

import type { Elf } from '@hart/riscv';
import { encode } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import type { Environment, Handled } from './environment.ts';
import { call, ECALL, EXIT, type Line, la, li, mv, R, RET } from './internal/testing/assemble.ts';
import {
  BASE,
  ENGINES,
  programOf,
  runIn,
  type Snapshot,
  snapshot,
  type TestEnvironmentOptions,
  testEnvironment,
} from './internal/testing/program.ts';

const SIZE = 0x10000;
const WINDOW = { base: BASE, size: SIZE };
const DATA = BigInt(BASE + 0x8000);
const DEVICE = 0x10000000n;

interface Device {
  log: string[];
  load: NonNullable<Environment['load']>;
  store: NonNullable<Environment['store']>;
}

/** Logs accesses; loads give the address's complement; a store of 66 exits, of 77 traps. */
function createDevice(handles: (address: bigint) => boolean): Device {
  const log: string[] = [];
  return {
    log,
    load(address, size) {
      if (!handles(address)) return undefined;
      log.push(`load ${address.toString(16)} ${size}`);
      return BigInt.asUintN(size * 8, ~address);
    },
    store(address, size, value): Handled | undefined {
      if (!handles(address)) return undefined;
      log.push(`store ${address.toString(16)} ${size} ${value.toString(16)}`);
      if (value === 66n) return { kind: 'exit', code: 66 };
      if (value === 77n) return { kind: 'trap', cause: 'store-access-fault', address };
      return { kind: 'continue' };
    },
  };
}

/** Both engines in chunks of all sizes, with a device each; asserts agreement, also of device logs. */
function agreed(
  lines: readonly Line[] | Elf,
  options: TestEnvironmentOptions = {},
  handles: (address: bigint) => boolean = () => false,
): Snapshot & { log: string[] } {
  const elf = 'segments' in lines ? lines : programOf(lines);
  const ends = [1, 3, 100_000].flatMap((chunk) =>
    ENGINES.map((engine) => {
      const { log, load, store } = createDevice(handles);
      const environment = testEnvironment({ window: WINDOW, load, store, ...options });
      const run = runIn(engine, elf, environment, { chunk, maxSteps: 100_000 });
      return { ...snapshot(run, WINDOW), log };
    }),
  );
  for (const end of ends) expect(end).toEqual(ends[0]);
  return ends[0] as Snapshot & { log: string[] };
}

describe('devices', () => {
  const isDevice = (address: bigint): boolean => address >> 12n === DEVICE >> 12n;

  test('loads of every size', () => {
    const end = agreed(
      [
        'start:',
        ['lb', { rd: R.a1, rs1: R.s0, imm: 0 }],
        ['lbu', { rd: R.a2, rs1: R.s0, imm: 1 }],
        ['lh', { rd: R.a3, rs1: R.s0, imm: 2 }],
        ['lw', { rd: R.a4, rs1: R.s0, imm: 4 }],
        ['lwu', { rd: R.a5, rs1: R.s0, imm: 4 }],
        ['ld', { rd: R.a6, rs1: R.s0, imm: 9 }],
        ['ld', { rd: 0, rs1: R.s0, imm: 16 }],
        ...EXIT,
      ],
      { registers: { [R.s0]: DEVICE } },
      isDevice,
    );
    expect(end.registers.slice(R.a1, R.a6 + 1)).toEqual([
      0xffffffffffffffffn,
      0xfen,
      0xfffffffffffffffdn,
      0xffffffffeffffffbn,
      0xeffffffbn,
      0xffffffffeffffff6n,
    ]);
    expect(end.log).toEqual([
      'load 10000000 1',
      'load 10000001 1',
      'load 10000002 2',
      'load 10000004 4',
      'load 10000004 4',
      'load 10000009 8',
      'load 10000010 8',
    ]);
  });

  test('stores in a loop that mixes them with memory', () => {
    const end = agreed(
      [
        'start:',
        li(R.s1, 3),
        '.loop:',
        ['sd', { rs1: R.s2, rs2: R.s1, imm: 0 }],
        ['sw', { rs1: R.s0, rs2: R.s1, imm: 0 }],
        ['ld', { rd: R.a0, rs1: R.s2, imm: 0 }],
        ['sb', { rs1: R.s0, rs2: R.a0, imm: 5 }],
        ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
        ['bne', { rs1: R.s1, rs2: 0, to: '.loop' }],
        ...EXIT,
      ],
      { registers: { [R.s0]: DEVICE, [R.s2]: DATA } },
      isDevice,
    );
    expect(end.log).toEqual(
      [3, 2, 1].flatMap((n) => [`store 10000000 4 ${n}`, `store 10000005 1 ${n}`]),
    );
    expect(end.steps).toBe(1 + 18 + 2);
  });

  test.each([
    [66, { kind: 'exit', code: 66 }, 3],
    [77, { kind: 'trap', cause: 'store-access-fault', address: DEVICE + 8n }, 2],
  ])('a store of %i ends the run', (value, outcome, steps) => {
    const end = agreed(
      [
        'start:',
        li(R.a0, value),
        li(R.a1, 1),
        ['sd', { rs1: R.s0, rs2: R.a0, imm: 8 }],
        li(R.a1, 2),
        ...EXIT,
      ],
      { registers: { [R.s0]: DEVICE } },
      isDevice,
    );
    expect(end.outcome).toMatchObject(outcome);
    expect(end.steps).toBe(steps);
    expect(end.registers[R.a1]).toBe(1n);
  });

  test('high address bits reach the device as they are', () => {
    const end = agreed(
      ['start:', ['sd', { rs1: R.s0, rs2: 0, imm: 0 }], ['ld', { rd: 0, rs1: R.s1 }], ...EXIT],
      { registers: { [R.s0]: -8n, [R.s1]: DATA | (1n << 40n) } },
      () => true,
    );
    expect(end.log).toEqual(['store fffffffffffffff8 8 0', 'load 10080008000 8']);
  });

  test('an access that straddles the window is offered whole', () => {
    const end = agreed(
      [
        'start:',
        ['sd', { rs1: R.s0, rs2: 0, imm: -4 }],
        ['lw', { rd: R.a1, rs1: R.s1, imm: -2 }],
        ...EXIT,
      ],
      { registers: { [R.s0]: BigInt(BASE + SIZE), [R.s1]: BigInt(BASE) } },
      () => true,
    );
    expect(end.log).toEqual(['store 8000fffc 8 0', 'load 7ffffffe 4']);
    expect(end.misaligned).toBe(0);
  });

  test('atomics do not reach devices', () => {
    const end = agreed(
      ['start:', ['amoadd.w', { rd: R.a0, rs1: R.s0, rs2: R.a1 }]],
      { registers: { [R.s0]: DEVICE } },
      isDevice,
    );
    expect(end.outcome).toMatchObject({ cause: 'store-access-fault', address: DEVICE });
    expect(end.log).toEqual([]);
  });
});

test('a load reservation on a device is one, though the store cannot be', () => {
  const end = agreed(
    ['start:', ['lr.w', { rd: R.a1, rs1: R.s0 }], ['sc.w', { rd: R.a2, rs1: R.s0, rs2: R.a1 }]],
    { registers: { [R.s0]: DEVICE } },
    () => true,
  );
  expect(end.registers[R.a1]).toBe(0xffffffffefffffffn);
  expect(end.outcome).toMatchObject({ cause: 'store-access-fault', pc: BigInt(BASE + 4) });
  expect(end.log).toEqual(['load 10000000 4']);
});

describe('watched ranges', () => {
  const watched = [{ base: Number(DATA) + 16, size: 8 }];
  const registers = { [R.s0]: DATA, [R.s1]: DATA + 16n, [R.a1]: 0x1122334455667788n };
  /** Offsets from DATA of stores that do not touch the range, and of those that do. */
  const STORES = [
    ['sb', 1, [9, 15, 24], [16, 17, 23]],
    ['sh', 2, [13, 14, 24, 25], [15, 16, 17, 22, 23]],
    ['sw', 4, [11, 12, 24, 27], [13, 15, 16, 17, 20, 23]],
    ['sd', 8, [7, 8, 24, 25], [9, 15, 16, 17, 23]],
  ] as const;
  // A loop, so that compiled code is back at the store after the environment was asked.
  const loop = (line: Line): Line[] => [
    'start:',
    li(R.t0, 3),
    '.loop:',
    line,
    ['addi', { rd: R.t0, rs1: R.t0, imm: -1 }],
    ['bne', { rs1: R.t0, rs2: 0, to: '.loop' }],
    ['ld', { rd: R.a4, rs1: R.s1, imm: 0 }],
    mv(R.a0, 0),
    ...EXIT,
  ];

  test.each(STORES)('%s', (name, size, apart, touching) => {
    for (const handled of [true, false]) {
      for (const imm of [...apart, ...touching]) {
        const end = agreed(
          loop([name, { rs1: R.s0, rs2: R.a1, imm }]),
          { watched, registers },
          () => handled,
        );
        const touches = touching.some((offset) => offset === imm);
        const taken = handled && touches;
        const value = BigInt.asUintN(size * 8, registers[R.a1] as bigint);
        const line = `store ${(DATA + BigInt(imm)).toString(16)} ${size} ${value.toString(16)}`;
        expect([imm, end.log]).toEqual([imm, taken ? [line, line, line] : []]);
        // What the environment takes is no memory access; what it leaves is one, counted once.
        expect([imm, end.misaligned]).toEqual([imm, taken || imm % size === 0 ? 0 : 3]);
        expect(end.registers[R.a4] !== 0n).toBe(touches && !handled);
      }
    }
  });

  test('atomics', () => {
    const lines: Line[] = [
      ['amoadd.d', { rd: R.a2, rs1: R.s1, rs2: R.a1 }],
      ['amoswap.w', { rd: R.a2, rs1: R.s1, rs2: R.a1 }],
    ];
    for (const line of lines) {
      expect(agreed(loop(line), { watched, registers }, () => true).log.length).toBe(3);
      expect(agreed(loop(line), { watched, registers }).registers[R.a4]).not.toBe(0n);
    }
    const pair = agreed(
      [
        'start:',
        ['lr.w', { rd: R.a2, rs1: R.s1 }],
        ['sc.w', { rd: R.a3, rs1: R.s1, rs2: R.a1 }],
        ['sc.w', { rd: R.a4, rs1: R.s1, rs2: R.a1 }],
        ...EXIT,
      ],
      { watched, registers },
      () => true,
    );
    expect(pair.log).toEqual([`store ${(DATA + 16n).toString(16)} 4 55667788`]);
    expect([pair.registers[R.a3], pair.registers[R.a4]]).toEqual([0n, 1n]);
  });
});

describe('stores to code', () => {
  /** Calls `patched` before a store to it, after it, and after fence.i; results in s2, s3, s4. */
  const patching = (between: readonly Line[] = []): Line[] => [
    'start:',
    ...la(R.s0, 'patched', '.here'),
    ['lui', { rd: R.t0, imm: encode('addi', { rd: R.a0, rs1: 0, imm: 42 }) & ~0xfff }],
    ['addi', { rd: R.t0, rs1: R.t0, imm: encode('addi', { rd: R.a0, imm: 42 }) & 0x7ff }],
    call('patched'),
    mv(R.s2, R.a0),
    ['sw', { rs1: R.s0, rs2: R.t0, imm: 0 }],
    call('patched'),
    mv(R.s3, R.a0),
    ...between,
    ['fence.i'],
    call('patched'),
    mv(R.s4, R.a0),
    ...EXIT,
    'patched:',
    li(R.a0, 7),
    RET,
  ];

  test('are seen at fence.i and not before', () => {
    const end = agreed(patching());
    expect(end.registers.slice(R.s2, R.s4 + 1)).toEqual([7n, 7n, 42n]);
  });

  test('are not seen because of an environment call', () => {
    const end = agreed(patching([li(R.a7, 1), ECALL, call('patched'), mv(R.s5, R.a0)]));
    expect(end.registers.slice(R.s2, R.s5 + 1)).toEqual([7n, 7n, 42n, 7n]);
  });

  test('trap under write-xor-execute', () => {
    const end = agreed(patching(), { code: 'write-xor-execute' });
    expect(end.outcome).toMatchObject({
      cause: 'store-access-fault',
      address: BigInt(BASE + 4 * 14),
      instruction: 'sw t0, 0(s0)',
    });
    expect(end.registers[R.s2]).toBe(7n);
  });

  test('a loop that patches its own next round', () => {
    // Round n adds n: the immediate of the addition grows with each round.
    const end = agreed([
      'start:',
      ...la(R.s0, '.target', '.here'),
      li(R.s1, 6),
      ['lui', { rd: R.s2, imm: 0x100000 }],
      '.loop:',
      '.target:',
      ['addi', { rd: R.a0, rs1: R.a0, imm: 0 }],
      ['lw', { rd: R.t0, rs1: R.s0, imm: 0 }],
      ['add', { rd: R.t0, rs1: R.t0, rs2: R.s2 }],
      ['sw', { rs1: R.s0, rs2: R.t0, imm: 0 }],
      ['fence.i'],
      ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
      ['bne', { rs1: R.s1, rs2: 0, to: '.loop' }],
      ...EXIT,
    ]);
    expect(end.outcome).toEqual({ kind: 'exit', code: 15 });
  });

  test('code written to fresh memory, outside the program', () => {
    const words = [encode('addi', { rd: R.a0, rs1: R.a0, imm: 5 }), encode('jalr', { rs1: R.ra })];
    const end = agreed(
      [
        'start:',
        ['sw', { rs1: R.s0, rs2: R.s1, imm: 0 }],
        ['sw', { rs1: R.s0, rs2: R.s2, imm: 4 }],
        ['fence.i'],
        li(R.s3, 40),
        '.loop:',
        ['jalr', { rd: R.ra, rs1: R.s0 }],
        ['addi', { rd: R.s3, rs1: R.s3, imm: -1 }],
        ['bne', { rs1: R.s3, rs2: 0, to: '.loop' }],
        ...EXIT,
      ],
      {
        registers: { [R.s0]: DATA, [R.s1]: BigInt(words[0]!), [R.s2]: BigInt(words[1]!) },
      },
    );
    expect(end.outcome).toEqual({ kind: 'exit', code: 200 });
  });

  test('code that runs through a page it has not written yet', () => {
    // The second page is first fetched after it was written, without any fence.i.
    const word = BigInt(encode('jalr', { rs1: R.ra }));
    const base = BASE + 0x1000 - 8;
    const elf = programOf(['start:', ['jal', { rd: R.ra, imm: 0x2000 }], ['ebreak']], { base });
    const end = agreed(elf, {
      start: (hart) =>
        hart.write(
          BigInt(base + 0x2000),
          Uint8Array.of(Number(word & 0xffn), Number((word >> 8n) & 0xffn), 0, 0),
        ),
    });
    expect(end.outcome).toMatchObject({ cause: 'breakpoint', pc: BigInt(base + 4) });
  });

  test('a program without segments, which the environment wrote', () => {
    const [text] = programOf(
      [
        'start:',
        li(R.s0, 20),
        '.loop:',
        call('.five'),
        ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
        ['bne', { rs1: R.s0, rs2: 0, to: '.loop' }],
        ...EXIT,
        '.five:',
        ['addi', { rd: R.a0, rs1: R.a0, imm: 5 }],
        RET,
      ],
      { base: Number(DATA) },
    ).segments;
    const elf: Elf = { entry: Number(DATA), flags: 0, segments: [], symbols: [] };
    const end = agreed(elf, { start: (hart) => hart.write(DATA, text?.data as Uint8Array) });
    expect(end.outcome).toEqual({ kind: 'exit', code: 100 });
  });

  test('a fence.i that finds nothing changed, in a loop', () => {
    const end = agreed([
      'start:',
      li(R.s0, 30),
      '.loop:',
      ['fence.i'],
      ['fence'],
      ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
      ['bne', { rs1: R.s0, rs2: 0, to: '.loop' }],
      ...EXIT,
    ]);
    expect(end.steps).toBe(1 + 120 + 2);
  });

  test('the instruction behind fence.i is the new one', () => {
    const end = agreed([
      'start:',
      ...la(R.s0, '.next', '.here'),
      ['lui', { rd: R.t0, imm: encode('addi', { rd: R.a0, rs1: 0, imm: 42 }) & ~0xfff }],
      ['addi', { rd: R.t0, rs1: R.t0, imm: encode('addi', { rd: R.a0, imm: 42 }) & 0x7ff }],
      ['sw', { rs1: R.s0, rs2: R.t0, imm: 0 }],
      ['fence.i'],
      '.next:',
      li(R.a0, 7),
      ...EXIT,
    ]);
    expect(end.outcome).toEqual({ kind: 'exit', code: 42 });
  });
});

test('one program in two environments has the memory map of each', () => {
  // Translations are shared between runs of one program; they must not share the map.
  const elf = programOf(['start:', ['sw', { rs1: R.s0, rs2: R.s0, imm: 0 }], mv(R.a0, 0), ...EXIT]);
  const registers = { [R.s0]: DATA };
  const kinds = [
    { kind: 'exit', code: 0 },
    { kind: 'trap', cause: 'store-access-fault' },
    { kind: 'exit', code: 0 },
  ];
  const writable = { base: BASE + 0x9000, size: 0x1000 };
  const maps: TestEnvironmentOptions[] = [{}, { writable }, {}];
  for (const [index, map] of maps.entries()) {
    const end = agreed(elf, { code: 'write-xor-execute', registers, ...map });
    expect(end.outcome).toMatchObject(kinds[index] as object);
  }
});

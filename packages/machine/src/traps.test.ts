import type { Elf } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import { createRun } from './index.ts';
import { call, ECALL, EXIT, type Line, li, mv, NOP, R, RET } from './internal/testing/assemble.ts';
import {
  BASE,
  dataSegment,
  ENGINES,
  elfOf,
  programOf,
  runBoth,
  type Snapshot,
  type TestEnvironmentOptions,
  testEnvironment,
} from './internal/testing/program.ts';

const SIZE = 0x10000;
const WINDOW = { base: BASE, size: SIZE };
const START = BigInt(BASE);

/** Both engines, in one go and step by step; asserts that they agree and returns one. */
function agreed(elf: Elf, options: TestEnvironmentOptions = {}, maxSteps = 100_000): Snapshot {
  const make = (): Environment => testEnvironment({ window: WINDOW, ...options });
  const { interpreter, aot } = runBoth(elf, make, { maxSteps });
  expect(aot).toEqual(interpreter);
  expect(runBoth(elf, make, { maxSteps, chunk: 1 })).toEqual({ interpreter, aot });
  return interpreter;
}

const run = (lines: readonly Line[], options: TestEnvironmentOptions = {}): Snapshot =>
  agreed(programOf(lines), options);

describe('traps', () => {
  test.each([
    ['ebreak', ['ebreak'], 'breakpoint', 'ebreak'],
    ['c.ebreak', ['c.ebreak'], 'breakpoint', 'ebreak'],
    ['wfi', ['wfi'], 'illegal-instruction', 'wfi'],
    ['mret', ['mret'], 'illegal-instruction', 'mret'],
    ['zero', { word: 0 }, 'illegal-instruction', ''],
    ['all ones', { word: 0xffffffff }, 'illegal-instruction', ''],
    [
      'an unknown CSR',
      ['csrrs', { rd: R.a0, imm: 0x300 }],
      'illegal-instruction',
      'csrr a0, mstatus',
    ],
    ['an unknown call', ECALL, 'unknown-environment-call', 'ecall'],
    ['a null load', ['lw', { rd: R.a0, imm: 16 }], 'load-access-fault', 'lw a0, 16(zero)'],
    ['a null store', ['sb', { imm: -1 }], 'store-access-fault', 'sb zero, -1(zero)'],
    ['a jump to null', ['jalr', {}], 'instruction-access-fault', ''],
  ] as const)('%s', (name, line, cause, instruction) => {
    // The trap is behind work in registers, inside a function, after a branch.
    const end = run([
      'start:',
      li(R.s0, 5),
      call('work'),
      ...EXIT,
      'work:',
      ['addi', { rd: R.s1, rs1: R.s1, imm: 3 }],
      ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
      ['bne', { rs1: R.s0, rs2: 0, to: 'work' }],
      li(R.a7, 555),
      line as Line,
      RET,
    ]);
    const jumped = name === 'a jump to null';
    const expected = new BigUint64Array(32);
    expected.set([START + 8n], R.ra);
    expected.set([15n], R.s1);
    expected.set([555n], R.a7);
    expect(end.outcome).toMatchObject({
      kind: 'trap',
      cause,
      pc: jumped ? 0n : START + 32n,
      registers: expected,
    });
    if (!jumped) expect(end.outcome).toMatchObject({ symbol: 'work+0x10' });
    if (instruction !== '' || jumped) expect(end.outcome).toMatchObject({ instruction });
    if (cause === 'unknown-environment-call') expect(end.outcome).toMatchObject({ call: 555n });
    expect(end.steps).toBe(2 + 15 + 1 + (jumped ? 1 : 0));
    expect(end.pc).toBe(jumped ? 0n : START + 32n);
  });

  test.each([
    ['behind the window', BigInt(BASE + SIZE)],
    ['below the window', START - 4n],
    ['with high bits', START | (1n << 32n)],
    ['sign-extended', START | 0xffffffff00000000n],
    ['beyond 2^53', 1n << 60n],
    ['at the very top', 0xfffffffffffffffen],
  ])('a jump, a call and a return %s', (_, target) => {
    for (const jump of [
      ['jalr', { rd: 0, rs1: R.a0 }],
      ['jalr', { rd: R.ra, rs1: R.a0 }],
      ['jalr', { rd: 0, rs1: R.ra }],
      ['jalr', { rd: R.a0, rs1: R.a0, imm: 1 }],
    ] as const satisfies Line[]) {
      const registers = { [R.a0]: target, [R.ra]: target };
      const end = run(['start:', NOP, jump], { registers });
      expect(end.outcome).toMatchObject({
        kind: 'trap',
        cause: 'instruction-access-fault',
        pc: target,
        instruction: '',
      });
      expect(end.steps).toBe(2);
      const link = jump[1].rd as number;
      if (link !== 0) expect(end.registers[link]).toBe(START + 8n);
    }
  });

  test('running off the end of memory', () => {
    const base = BASE + SIZE - 8;
    const end = agreed(programOf(['start:', NOP, NOP], { base }));
    expect(end).toMatchObject({
      steps: 2,
      outcome: { cause: 'instruction-access-fault', pc: BigInt(BASE + SIZE) },
    });
  });

  test('half of an instruction at the end of memory', () => {
    const base = BASE + SIZE - 6;
    const end = agreed(programOf(['start:', ['c.nop'], ['c.nop'], { half: 0x0513 }], { base }));
    expect(end).toMatchObject({
      steps: 2,
      outcome: { cause: 'instruction-access-fault', pc: BigInt(BASE + SIZE - 2) },
    });
  });

  test('data is not executable under write-xor-execute', () => {
    const data = dataSegment(BASE + 0x8000, new Uint8Array(programOf([NOP]).segments[0]!.data));
    const elf = programOf(['start:', ['jalr', { rd: 0, rs1: R.a0 }]], { segments: [data] });
    for (const target of [BASE + 4, BASE + 0x1000, BASE + 0x8000]) {
      const end = agreed(elf, {
        code: 'write-xor-execute',
        registers: { [R.a0]: BigInt(target) },
      });
      expect(end.outcome).toMatchObject({ cause: 'instruction-access-fault', pc: BigInt(target) });
    }
  });

  test('an access in compiled code that faults late in a loop', () => {
    const end = run(
      [
        'start:',
        '.loop:',
        ['sd', { rs1: R.s0, rs2: R.s1, imm: 0 }],
        ['addi', { rd: R.s0, rs1: R.s0, imm: 8 }],
        ['addi', { rd: R.s1, rs1: R.s1, imm: 1 }],
        ['jal', { rd: 0, to: '.loop' }],
      ],
      { registers: { [R.s0]: START + 0x8000n } },
    );
    expect(end).toMatchObject({
      steps: 4 * 4096,
      outcome: { cause: 'store-access-fault', address: BigInt(BASE + SIZE), pc: START },
    });
    expect(end.registers[R.s1]).toBe(4096n);
  });
});

describe('environment calls', () => {
  test('count as a step when they continue or exit, not when they trap', () => {
    expect(run(['start:', li(R.a7, 93), ECALL]).steps).toBe(2);
    expect(run(['start:', li(R.a7, 1), ECALL, li(R.a7, 93), ECALL]).steps).toBe(4);
    expect(run(['start:', li(R.a7, 2), ECALL])).toMatchObject({ steps: 1, pc: START + 4n });
  });

  test('see exact registers, memory and steps, and may change them', () => {
    const seen: unknown[] = [];
    const options: TestEnvironmentOptions = {
      ecall(hart) {
        if (hart.x[R.a7] === 93n) return { kind: 'exit', code: Number(hart.x[R.a0]) };
        seen.push(hart.steps, hart.x[R.t0], hart.read(START + 0x100n, 2));
        hart.x[0] = 77n;
        hart.x[R.t0] = 1000n;
        hart.write(START + 0x100n, Uint8Array.of(9, 9));
        return { kind: 'continue' };
      },
    };
    const end = run(
      [
        'start:',
        li(R.t0, 5),
        ['sh', { rs1: R.s0, rs2: R.t0, imm: 0 }],
        ECALL,
        ['addi', { rd: R.t1, rs1: 0, imm: 1 }],
        ['lhu', { rd: R.t2, rs1: R.s0, imm: 0 }],
        ['add', { rd: R.a0, rs1: R.t0, rs2: R.t1 }],
        ...EXIT,
      ],
      { ...options, registers: { [R.s0]: START + 0x100n } },
    );
    expect(end.outcome).toEqual({ kind: 'exit', code: 1001 });
    expect(end.registers[R.t2]).toBe(0x909n);
    expect(seen).toEqual(
      Array(6)
        .fill([2, 5n, Uint8Array.of(5, 0)])
        .flat(),
    );
  });

  test('an advance after the end does nothing', () => {
    for (const engine of ENGINES) {
      const ended = createRun(programOf(['start:', ...EXIT]), testEnvironment(), { engine });
      ended.advance(100);
      ended.advance(100);
      expect([ended.steps, ended.outcome]).toEqual([2, { kind: 'exit', code: 0 }]);
    }
  });
});

describe('control and status registers', () => {
  test.each([0xc00, 0xc01, 0xc02])('counter 0x%s is the step count', (csr) => {
    const end = run([
      'start:',
      ['csrrs', { rd: R.a1, imm: csr }],
      li(R.s0, 10),
      '.loop:',
      ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
      ['bne', { rs1: R.s0, rs2: 0, to: '.loop' }],
      ['csrrc', { rd: R.a2, imm: csr }],
      ['csrrsi', { rd: R.a3, imm: csr }],
      ['csrrci', { rd: R.a4, imm: csr }],
      ...EXIT,
    ]);
    expect(end.registers.slice(R.a1, R.a4 + 1)).toEqual([0n, 22n, 23n, 24n]);
  });

  test.each([
    ['csrrw', { rs1: R.a0 }],
    ['csrrs', { rs1: R.a0 }],
    ['csrrc', { rs1: R.a0 }],
    ['csrrwi', { rs1: 1 }],
    ['csrrsi', { rs1: 1 }],
    ['csrrci', { rs1: 1 }],
  ] as const)('%s cannot write a read-only one', (name, operands) => {
    expect(run(['start:', [name, { rd: R.a1, imm: 0xc00, ...operands }]]).outcome).toMatchObject({
      cause: 'illegal-instruction',
    });
  });

  /** One register at 0x7c0 that logs its accesses. */
  function registers(log: string[]): TestEnvironmentOptions {
    let value = 0xf0n;
    return {
      start: () => {
        value = 0xf0n;
        log.length = 0;
      },
      readCsr: (csr) => {
        if (csr !== 0x7c0) return undefined;
        log.push('read');
        return value;
      },
      writeCsr: (csr, next) => {
        if (csr !== 0x7c0) return false;
        log.push(`write ${next.toString(16)}`);
        value = next;
        return true;
      },
    };
  }

  test.each([
    ['csrrw', { rd: R.a1, rs1: R.a0 }, 0xf0n, ['read', 'write ffffffffffffff3c']],
    ['csrrw', { rd: 0, rs1: R.a0 }, 0n, ['write ffffffffffffff3c']],
    ['csrrs', { rd: R.a1, rs1: R.a0 }, 0xf0n, ['read', 'write fffffffffffffffc']],
    ['csrrs', { rd: R.a1, rs1: 0 }, 0xf0n, ['read']],
    ['csrrs', { rd: 0, rs1: R.a0 }, 0n, ['read', 'write fffffffffffffffc']],
    ['csrrc', { rd: R.a1, rs1: R.a0 }, 0xf0n, ['read', 'write c0']],
    ['csrrc', { rd: R.a1, rs1: 0 }, 0xf0n, ['read']],
    ['csrrwi', { rd: R.a1, rs1: 31 }, 0xf0n, ['read', 'write 1f']],
    ['csrrwi', { rd: 0, rs1: 0 }, 0n, ['write 0']],
    ['csrrsi', { rd: R.a1, rs1: 15 }, 0xf0n, ['read', 'write ff']],
    ['csrrsi', { rd: R.a1, rs1: 0 }, 0xf0n, ['read']],
    ['csrrci', { rd: R.a1, rs1: 16 }, 0xf0n, ['read', 'write e0']],
    ['csrrci', { rd: R.a1, rs1: 0 }, 0xf0n, ['read']],
  ] as const)('%s %o', (name, operands, old, expected) => {
    const log: string[] = [];
    const end = run(['start:', [name, { ...operands, imm: 0x7c0 }], mv(R.a0, 0), ...EXIT], {
      ...registers(log),
      registers: { [R.a0]: 0xffffffffffffff3cn },
    });
    expect(end.outcome?.kind).toBe('exit');
    expect(end.registers[R.a1]).toBe(old);
    expect(end.registers[0]).toBe(0n);
    expect(log).toEqual(expected);
  });

  test('rd may be the source', () => {
    const end = run(['start:', ['csrrs', { rd: R.a0, rs1: R.a0, imm: 0x7c0 }], ...EXIT], {
      ...registers([]),
      registers: { [R.a0]: 0xfn },
    });
    expect(end.registers[R.a0]).toBe(0xf0n);
  });
});

describe('loading', () => {
  test.each(ENGINES)('a segment outside the window is refused, %s', (engine) => {
    for (const [address, size] of [
      [BASE - 4, 4],
      [BASE + SIZE - 4, 8],
      [0, 4],
      [0x180000000, 4],
      [2 ** 45, 4],
      [BASE + 0x8000, 2 ** 40],
    ] as const) {
      for (const executable of [false, true]) {
        const segment = { ...dataSegment(address, new Uint8Array(4), size), executable };
        const elf = programOf([NOP], { segments: [segment] });
        expect(() => createRun(elf, testEnvironment({ window: WINDOW }), { engine })).toThrow(
          expect.objectContaining({ code: 'HART2001' }),
        );
      }
    }
    // One of no size is nowhere.
    const empty = { ...dataSegment(2 ** 45, new Uint8Array()), executable: true };
    const elf = programOf([NOP], { segments: [empty] });
    expect(() => createRun(elf, testEnvironment({ window: WINDOW }), { engine })).not.toThrow();
  });

  test.each(ENGINES)('writable code is refused under write-xor-execute, %s', (engine) => {
    const environment = testEnvironment({ window: WINDOW, code: 'write-xor-execute' });
    const refused = expect.objectContaining({ code: 'HART2002' });
    const writable = elfOf(new Uint8Array(8));
    writable.segments[0]!.writable = true;
    expect(() => createRun(writable, environment, { engine })).toThrow(refused);
    // Not marked writable, but where stores reach: all of it, or its last byte.
    for (const base of [BASE + 0x8000, BASE + 0x7ff9]) {
      expect(() => createRun(elfOf(new Uint8Array(8), { base }), environment, { engine })).toThrow(
        refused,
      );
    }
    // Both ends out of reach, but not the middle.
    const middle = { base: BASE + 0x1000, size: 0x1000 };
    const around = testEnvironment({ code: 'write-xor-execute', writable: middle });
    expect(() => createRun(elfOf(new Uint8Array(0x3000)), around, { engine })).toThrow(refused);
    expect(() => createRun(writable, testEnvironment(), { engine })).not.toThrow();
  });

  test('an odd entry traps', () => {
    expect(agreed(programOf([NOP, NOP], { entry: BASE + 1 }))).toMatchObject({
      steps: 0,
      outcome: { cause: 'instruction-address-misaligned', pc: START + 1n, instruction: '' },
    });
  });

  test('an entry where nothing can be executed traps', () => {
    const elf = programOf([NOP], { entry: 0x1000 });
    expect(agreed(elf)).toMatchObject({
      steps: 0,
      outcome: { cause: 'instruction-access-fault', pc: 0x1000n },
    });
    const empty: Elf = { entry: BASE, flags: 0, segments: [], symbols: [] };
    expect(agreed(empty, { code: 'write-xor-execute' }).outcome).toMatchObject({
      cause: 'instruction-access-fault',
    });
    // Under fence.i rules zeroed memory can be executed; zero is an illegal instruction.
    expect(agreed(empty).outcome).toMatchObject({ cause: 'illegal-instruction' });
  });
});

test('a thousand runs need no more than one', () => {
  const elf = programOf(['start:', ['addi', { rd: R.a0, rs1: R.a0, imm: 1 }], ...EXIT]);
  for (let index = 0; index < 500; index++) {
    for (const engine of ENGINES) {
      const environment = testEnvironment({ window: { base: BASE, size: 0x1000000 } });
      const one = createRun(elf, environment, { engine });
      one.advance(10);
      if (one.outcome?.kind !== 'exit') throw new Error(`run ${index} did not end`);
    }
  }
});

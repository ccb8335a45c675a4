import { SP1_HOOKS, SP1_OPERATIONS, ZISK_FCALLS, ZISK_OPERATIONS } from '@hart/accelerators';
import { expect, test } from 'vitest';
import { assemble, type Line, load } from './assemble.fixture.ts';
import { runProgram } from './run-program.ts';
import { SP1_CALLS } from './sp1/calls.ts';
import { DMA_CALLS } from './zisk/dma.ts';

/** The same numbers each time (mulberry32). */
function randomizer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const REGISTERS = [10, 11, 12, 13, 14] as const;

/** Runs a program in both engines, which must agree on everything, and returns the outcome. */
function both(
  lines: readonly Line[],
  code: number,
  data: number,
  abi: 'zisk' | 'sp1',
  bytes: Uint8Array,
) {
  const elf = assemble(lines, code, [{ address: data, bytes }]);
  const [first, second] = (['interpreter', 'aot'] as const).map((engine) => {
    const { outcome, steps, output, log, accelerators } = runProgram(elf, {
      abi,
      engine,
      input: bytes,
      maxSteps: 10_000,
    });
    return { outcome, steps, output, log, accelerators };
  });
  expect(second).toEqual(first);
  return first!.outcome;
}

/** Bytes that are zeros, ones, small numbers, or addresses in the data. */
function randomData(random: (below: number) => number, data: number): Uint8Array {
  const words = BigUint64Array.from({ length: 96 }, () => {
    switch (random(5)) {
      case 0:
        return 0n;
      case 1:
        return 2n ** 64n - 1n - BigInt(random(3));
      case 2:
        return BigInt(random(12));
      case 3:
        return BigInt(data + 8 * random(90));
      default:
        return (BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32));
    }
  });
  return new Uint8Array(words.buffer);
}

test('no call of ZisK and no operand gets past the environment', () => {
  const random = randomizer(1);
  const [CODE, DATA] = [0x80000000, 0xa0030000];
  const csrs = [...ZISK_OPERATIONS.keys(), ...DMA_CALLS.keys()];
  const fcalls = [...ZISK_FCALLS.keys(), 23, 24, 0];
  const outcomes = new Map<string, number>();
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const address = () =>
    random(6) === 0
      ? pick([DATA + random(768), CODE, 0x40000008, 0, -8, 2 ** 40])
      : pick([DATA, DATA + 8 * random(90), 0xa0010000]);
  const line = (): Line[] => {
    const [rd, rs1, rs2] = [pick([0, ...REGISTERS]), pick(REGISTERS), pick(REGISTERS)];
    switch (random(8)) {
      case 0:
        return load(rs1, address());
      case 1:
        return load(rs1, pick([0, 1, 8, 32, 255, 4096, 2 ** 31, -1]));
      case 2:
        return [
          ['csrrs', { rd: 0, rs1, imm: 0x8f0 + random(16) }],
          ['csrrwi', { rd: 0, rs1: pick(fcalls), imm: 0x8c0 }],
        ];
      case 3:
        return [['csrrs', { rd, rs1: 0, imm: 0xffe }]];
      case 4:
        return [
          [pick(['csrrw', 'csrrs', 'csrrc'] as const), { rd, rs1, imm: 0x800 + random(256) }],
        ];
      case 5:
        return [
          ['csrrs', { rd: 0, rs1, imm: pick([...DMA_CALLS.keys()]) }],
          random(2) === 0
            ? ['add', { rd, rs1: rs2, rs2: rs1 }]
            : ['addi', { rd, rs1: rs2, imm: random(300) }],
        ];
      default:
        return [['csrrs', { rd: random(9) === 0 ? rd : 0, rs1, imm: pick(csrs) }]];
    }
  };
  for (let round = 0; round < 150; round++) {
    const lines = REGISTERS.flatMap((register) => load(register, address()));
    for (let n = random(4); n >= 0; n--) lines.push(...line());
    const outcome = both(
      [...lines, ...load(17, 93), ['ecall', {}]],
      CODE,
      DATA,
      'zisk',
      randomData(random, DATA),
    );
    const name = outcome.kind === 'trap' ? outcome.cause : outcome.kind;
    outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
  }
  // it is no use if all ended the same way
  expect(outcomes.size).toBeGreaterThan(4);
  expect(outcomes.get('exit') ?? 0).toBeGreaterThan(5);
});

test('no call of SP1 and no operand gets past the environment', () => {
  const random = randomizer(2);
  const [CODE, DATA] = [0x78000000, 0x78010000];
  const ids = [...SP1_OPERATIONS.keys(), ...SP1_CALLS.map(({ id }) => id), 0x999];
  const outcomes = new Map<string, number>();
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const address = () =>
    random(6) === 0
      ? pick([DATA + random(768), 0, -8, 2 ** 48 - 8])
      : pick([DATA, DATA + 8 * random(30), 0x1c00000000]);
  for (let round = 0; round < 120; round++) {
    const lines: Line[] = [];
    for (let n = random(3); n >= 0; n--) {
      lines.push(...REGISTERS.flatMap((register) => load(register, address())));
      // most often a write of some size to a stream or hook, or a read
      const kind = random(3);
      if (kind === 0) {
        lines.push(...load(10, pick([1, 2, 13, 14, ...SP1_HOOKS.keys(), 99])));
        lines.push(...load(12, pick([0, 1, 48, 65, 768, 2 ** 31])), ...load(5, 2));
      } else if (kind === 1) {
        lines.push(...load(11, pick([0, 768, 48])), ...load(5, 0xf1));
      } else lines.push(...load(5, pick(ids)));
      lines.push(['ecall', {}]);
    }
    const outcome = both(
      [...lines, ...load(10, 0), ...load(5, 0), ['ecall', {}]],
      CODE,
      DATA,
      'sp1',
      randomData(random, DATA),
    );
    const name = outcome.kind === 'trap' ? outcome.cause : outcome.kind;
    outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
  }
  expect(outcomes.size).toBeGreaterThan(3);
  expect(outcomes.get('exit') ?? 0).toBeGreaterThan(5);
});

import { ACCELERATORS, type Accelerator, MAX_CALL_BYTES } from '@hart/accelerators';
import type { HartView, MemoryMap } from '@hart/machine';
import { describe, expect, test } from 'vitest';
import { createAcceleratorCalls } from './accelerator-calls.ts';

const BASE = 0x1000;
const RAM = 0x3000;
const SIZE = 0x200000;
const map: MemoryMap = {
  window: { base: BASE, size: SIZE },
  writable: { base: RAM, size: SIZE - (RAM - BASE) },
  watched: [],
  code: 'write-xor-execute',
};
const FAIL = 2n ** 64n - 1n;

/** Registers, memory, and what went into the trace. */
function createHart() {
  const memory = new Uint8Array(SIZE);
  const operands: Uint8Array[] = [];
  const x = new BigUint64Array(32);
  const plain = (address: bigint | number, size: number) => {
    const at = Number(address) - BASE;
    return at >= 0 && at + size <= SIZE ? memory.subarray(at, at + size) : undefined;
  };
  const hart = {
    x,
    plain,
    operands(bytes: Uint8Array) {
      operands.push(bytes.slice());
      return true;
    },
  } as unknown as HartView;
  return { hart, x, memory, operands, at: (address: number) => memory.subarray(address - BASE) };
}

function call(accelerator: Accelerator, ...values: (number | bigint)[]) {
  const state = createHart();
  return { ...state, make: () => make(state, accelerator, values) };
}

function make(
  { hart, x }: ReturnType<typeof createHart>,
  { number }: Accelerator,
  values: readonly (number | bigint)[],
) {
  const calls = createAcceleratorCalls(map);
  x[17] = BigInt(number);
  for (const [n, value] of values.entries()) x[10 + n] = BigInt.asUintN(64, BigInt(value));
  return { handled: calls.call(hart), status: x[10], counts: calls.tally.counts() };
}

const { zkvm_sha256, zkvm_keccak_f1600, hart_mulmod256, hart_memcpy, hart_memset } = ACCELERATORS;
const { zkvm_modexp } = ACCELERATORS;

test('every number is one accelerator, and every argument finds a register', () => {
  const all: Accelerator[] = Object.values(ACCELERATORS);
  expect(new Set(all.map(({ number }) => number)).size).toBe(all.length);
  for (const [name, { name: own, parameters }] of Object.entries(ACCELERATORS)) {
    expect(own).toBe(name);
    const registers = parameters.reduce((n, { kind }) => n + (kind === 'data' ? 2 : 1), 0);
    expect(registers).toBeLessThanOrEqual(7);
    for (const parameter of parameters) {
      if (parameter.kind !== 'result') continue;
      const counted = (parameters as Accelerator['parameters']).find(
        ({ name: other }) => other === parameter.sizeOf,
      );
      expect(['data', 'number']).toContain(counted?.kind);
    }
  }
});

test('data of a length, and the operands in the trace', () => {
  const { make, at, operands } = call(zkvm_sha256, 0x1100, 3, 0x4000);
  at(0x1100).set([0x61, 0x62, 0x63]);
  expect(make()).toEqual({
    handled: { kind: 'continue' },
    status: 0n,
    counts: [{ name: 'zkvm_sha256', calls: 1 }],
  });
  const digest = at(0x4000).slice(0, 32);
  // FIPS 180-4, "abc".
  expect(Buffer.from(digest).toString('hex')).toMatch(/^ba7816bf8f01cfea.*f20015ad$/);
  expect(operands).toEqual([Uint8Array.of(0x61, 0x62, 0x63), digest]);
});

test('an operand in place is in the trace before and after', () => {
  const { make, at, operands } = call(zkvm_keccak_f1600, 0x4000);
  expect(make().status).toBe(0n);
  const after = at(0x4000).slice(0, 200);
  // First lane of Keccak-f[1600] of zeros.
  expect(Buffer.from(after.slice(0, 8)).toString('hex')).toBe('e7dde140798f25f1');
  expect(operands).toEqual([new Uint8Array(200), after]);
});

test('a failure leaves the output alone and no output in the trace', () => {
  const { make, at, operands } = call(hart_mulmod256, 0x1100, 0x1200, 0x1300, 0x4000);
  at(0x4000).fill(7, 0, 32);
  expect(make().status).toBe(FAIL);
  expect(at(0x4000).slice(0, 32)).toEqual(new Uint8Array(32).fill(7));
  expect(operands.length).toBe(3);
});

test('a result as long as its data, or as a number says', () => {
  const power = call(zkvm_modexp, 0x1100, 1, 0x1110, 1, 0x1120, 2, 0x4000);
  power.at(0x1100)[0] = 3;
  power.at(0x1110)[0] = 5;
  power.at(0x1120).set([1, 0]);
  expect(power.make().status).toBe(0n);
  expect(power.at(0x4000).slice(0, 3)).toEqual(Uint8Array.of(0, 243, 0));

  const fill = call(hart_memset, 0x4000, 0x1ab, 5);
  expect(fill.make().status).toBe(0n);
  expect(fill.at(0x4000).slice(0, 6)).toEqual(Uint8Array.of(0xab, 0xab, 0xab, 0xab, 0xab, 0));

  const copy = call(hart_memcpy, 0x4001, 0x4000, 4);
  copy.at(0x4000).set([1, 2, 3, 4]);
  expect(copy.make().status).toBe(0n);
  expect(copy.at(0x4000).slice(0, 6)).toEqual(Uint8Array.of(1, 1, 2, 3, 4, 0));
});

describe('pointers', () => {
  test.each<[string, Accelerator, (number | bigint)[], object]>([
    ['null data', zkvm_sha256, [0, 1, 0x4000], { cause: 'load-access-fault', address: 0n }],
    [
      'data past the end',
      zkvm_sha256,
      [BASE + SIZE - 2, 3, 0x4000],
      { cause: 'load-access-fault' },
    ],
    [
      'data beyond 2^32',
      zkvm_sha256,
      [2n ** 32n + 0x1100n, 3, 0x4000],
      { cause: 'load-access-fault' },
    ],
    ['null output', zkvm_sha256, [0x1100, 3, 0], { cause: 'store-access-fault', address: 0n }],
    [
      'output in read-only memory',
      zkvm_sha256,
      [0x1100, 3, 0x1200],
      { cause: 'store-access-fault' },
    ],
    [
      'output across the border',
      zkvm_sha256,
      [0x1100, 3, RAM - 1],
      { cause: 'store-access-fault' },
    ],
    [
      'output past the end',
      zkvm_sha256,
      [0x1100, 3, BASE + SIZE - 31],
      { cause: 'store-access-fault' },
    ],
    ['state in read-only memory', zkvm_keccak_f1600, [0x1100], { cause: 'store-access-fault' }],
  ])('%s traps', (_, accelerator, values, trap) => {
    const { make, operands } = call(accelerator, ...values);
    expect(make().handled).toMatchObject({ kind: 'trap', ...trap });
    expect(operands).toEqual([]);
  });

  test('no bytes may be anywhere', () => {
    const { make } = call(zkvm_sha256, 0, 0, 0x4000);
    expect(make().status).toBe(0n);
  });
});

test('more data than a trace takes is a failure, wherever it lies', () => {
  for (const length of [MAX_CALL_BYTES + 1, 2n ** 63n, 2n ** 64n - 1n]) {
    expect(call(zkvm_sha256, 0, length, 0x4000).make().status).toBe(FAIL);
    expect(call(hart_memset, 0x4000, 0, length).make().status).toBe(FAIL);
  }
  expect(call(zkvm_sha256, BASE, MAX_CALL_BYTES, 0x4000).make().status).toBe(0n);
  const third = MAX_CALL_BYTES / 2;
  const values = [BASE, third, BASE, third, BASE, third, 0x4000];
  expect(call(zkvm_modexp, ...values).make().status).toBe(FAIL);
});

test('a number that is none of them is unknown', () => {
  const { hart, x } = createHart();
  for (const number of [0n, 0x0fffn, 0x1013n, 2n ** 32n + 0x1000n]) {
    x[17] = number;
    expect(createAcceleratorCalls(map).call(hart)).toBeUndefined();
  }
});

test('hostile registers and bytes end in a status or a trap', () => {
  let seed = 99;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % below;
  };
  const pointers = [0n, 1n, BigInt(BASE), BigInt(RAM), BigInt(BASE + SIZE - 8), 2n ** 64n - 1n];
  for (const accelerator of Object.values(ACCELERATORS) as Accelerator[]) {
    for (let round = 0; round < 40; round++) {
      const state = createHart();
      for (let n = 0; n < 4096; n++) state.memory[random(0x4000)] = random(256);
      const values = Array.from({ length: 7 }, () =>
        random(3) === 0
          ? pointers[random(pointers.length)]!
          : BigInt(random(2) === 0 ? random(400) : RAM + 8 * random(0x400)),
      );
      const { handled, status } = make(state, accelerator, values);
      if (handled?.kind === 'continue') expect([0n, FAIL]).toContain(status);
      else expect(handled?.kind).toBe('trap');
    }
  }
});

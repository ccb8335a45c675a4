import type { HartView } from '@hart/machine';
import { expect, test } from 'vitest';
import { createCostAttribution } from './block-cost.ts';
import { OPCODE_NAMES } from './opcode-names.ts';

/** A run as its probes tell it: name, steps so far, the value, calls of accelerators so far. */
type Event = readonly [name: string, steps: number, value?: number, keccaks?: number];

const ADDRESSES = ['aa', 'bb', '01'];

function follow(events: readonly Event[], steps: number, keccaks = 0) {
  const cost = createCostAttribution();
  const x = new BigUint64Array(32);
  const countsOf = (count: number) => (count > 0 ? [{ name: 'keccak', calls: count }] : []);
  for (const [name, at, value = 0, count = 0] of events) {
    x[10] = BigInt(value);
    const hart = {
      x,
      steps: at,
      read: (address: bigint, size: number) =>
        ADDRESSES[Number(address)] === undefined
          ? undefined
          : new Uint8Array(size).fill(Number.parseInt(ADDRESSES[Number(address)]!, 16)),
    } as unknown as HartView;
    const calls = { total: count, counts: () => countsOf(count) };
    cost.onProbe({ name, address: 0, registers: [10] }, hart, calls);
  }
  const all = cost.finish(steps, countsOf(keccaks));
  const plain = (shares: (typeof all)['opcodes']) =>
    Object.fromEntries(
      shares.map(({ name, steps: own, times, calls }) => [
        name.replace(/^0x(..)\1{19}$/, '$1'),
        [own, times, calls.get('keccak') ?? 0],
      ]),
    );
  return {
    transactions: plain(all.transactions),
    contracts: plain(all.contracts),
    opcodes: plain(all.opcodes),
  };
}

const PUSH1 = 0x60;
const CALL = 0xf1;
const STOP = 0x00;

test('divides the steps by transaction, contract and opcode, and each adds up', () => {
  const events: Event[] = [
    ['phase-decoding', 10],
    ['phase-execution', 30, 0, 1],
    ['system-call', 35, 0, 1],
    ['call', 40, 0, 1],
    ['opcode', 45, STOP, 1],
    ['return', 47, 0, 1],
    ['transaction-end', 50, 0, 1],
    ['transaction', 60, 0, 1],
    ['call', 70, 0, 1],
    ['opcode', 80, PUSH1, 1],
    ['opcode', 85, CALL, 3],
    ['call', 90, 1, 3],
    ['opcode', 100, PUSH1, 3],
    ['opcode', 101, 0xc0, 4],
    ['return', 110, 0, 4],
    ['opcode', 115, CALL, 4],
    // a precompile has no opcodes
    ['call', 120, 2, 4],
    ['return', 150, 0, 4],
    ['opcode', 151, STOP, 4],
    ['return', 160, 0, 4],
    ['transaction-end', 170, 0, 4],
    ['transaction', 170, 1, 4],
    ['create', 175, 0, 4],
    ['opcode', 180, STOP, 4],
    ['return', 190, 0, 4],
    ['transaction-end', 195, 0, 4],
    ['phase-state-root', 200, 0, 4],
  ];
  expect(follow(events, 300, 9)).toEqual({
    transactions: {
      '#0': [110, 1, 3],
      '#1': [25, 1, 0],
      'system calls': [15, 1, 0],
      start: [10, 0, 0],
      decoding: [20, 1, 1],
      // before, between and after transactions
      execution: [5 + 10 + 5, 1, 0],
      'state-root': [100, 1, 5],
    },
    contracts: {
      aa: [7 + 20 + 10 + 10, 2, 2],
      bb: [20, 1, 1],
      '01': [30, 1, 0],
      'contract creation': [15, 1, 0],
      'no contract': [300 - 47 - 20 - 30 - 15, 0, 6],
    },
    opcodes: {
      CALL: [5 + 10 + 5 + 5 + 30 + 1, 2, 0],
      PUSH1: [5 + 1, 2, 3],
      '0xc0': [9, 1, 0],
      STOP: [2 + 9 + 10, 3, 0],
      'no opcode': [300 - 56 - 6 - 9 - 21, 0, 6],
    },
  });
});

test('a run that ends anywhere, or whose probes are in no order, is divided too', () => {
  const names = ['opcode', 'call', 'return', 'transaction', 'transaction-end', 'create', 'phase-x'];
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % n;
  };
  for (let round = 0; round < 200; round++) {
    let steps = 0;
    const events = Array.from({ length: random(40) }, (): Event => {
      steps += random(5);
      return [names[random(names.length)]!, steps, random(300)];
    });
    for (const shares of Object.values(follow(events, steps + 3))) {
      expect(Object.values(shares).reduce((sum, [own]) => sum + own!, 0)).toBe(steps + 3);
    }
  }
});

test('names every opcode of Osaka', () => {
  expect(OPCODE_NAMES.size).toBe(150);
  const named = [0x1e, 0x20, 0x3f, 0x44, 0x4a, 0x5b, 0x5f, 0x7f, 0x8f, 0x9f, 0xa4, 0xf5, 0xff];
  expect(named.map((opcode) => OPCODE_NAMES.get(opcode))).toEqual(
    // biome-ignore format: one line
    ['CLZ', 'KECCAK256', 'EXTCODEHASH', 'PREVRANDAO', 'BLOBBASEFEE', 'JUMPDEST', 'PUSH0', 'PUSH32', 'DUP16', 'SWAP16', 'LOG4', 'CREATE2', 'SELFDESTRUCT'],
  );
});

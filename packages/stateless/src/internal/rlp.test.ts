import { RLP } from '@ethereumjs/rlp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeRlp,
  integerToBytes,
  isRlpList,
  joinRlpList,
  type RlpValue,
  readRlpInteger,
  readRlpItem,
  readRlpList,
} from './rlp.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

const { value: rlpValue } = fc.letrec<{ value: RlpValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.uint8Array({ maxLength: 80 }),
    fc.array(tie('value'), { maxLength: 5 }),
  ),
}));

describe('encodeRlp', () => {
  it('encodes as EthereumJS does', () => {
    fc.assert(
      fc.property(rlpValue, (value) => {
        expect(encodeRlp(value)).toEqual(RLP.encode(value as Uint8Array[]));
      }),
    );
  });

  it.each([55, 56, 255, 256, 65535, 65536])('encodes a string of %d bytes', (length) => {
    const value = new Uint8Array(length).fill(7);
    expect(encodeRlp(value)).toEqual(RLP.encode(value));
  });

  it('joins items that are encoded already', () => {
    const items = [bytes('01'), encodeRlp([bytes('02'), new Uint8Array(60)])];
    expect(joinRlpList(items)).toEqual(
      RLP.encode([bytes('01'), [bytes('02'), new Uint8Array(60)]]),
    );
  });
});

describe('readRlpList', () => {
  it('finds the items of a list where they are', () => {
    const values: RlpValue[] = [
      bytes(''),
      bytes('05'),
      bytes('85'),
      [bytes('01')],
      new Uint8Array(70),
    ];
    const list = encodeRlp(values);
    const items = readRlpList(list) ?? [];
    expect(items.map(({ start, end }) => list.slice(start, end))).toEqual(values.map(encodeRlp));
    expect(items.map(({ isList }) => isList)).toEqual([false, false, false, true, false]);
  });

  it('refuses what is no list or goes on behind it', () => {
    expect(readRlpList(bytes(''))).toBeUndefined();
    expect(readRlpList(bytes('83010203'))).toBeUndefined();
    expect(readRlpList(bytes('c10101'))).toBeUndefined();
    expect(readRlpList(bytes('c201'))).toBeUndefined();
    expect(readRlpList(bytes('c28301'))).toBeUndefined();
    expect(isRlpList(bytes('c0'))).toBe(true);
  });
});

describe('readRlpItem', () => {
  it.each([
    ['a single byte with a prefix', '8101'],
    ['a short length in long form', 'b801ff'],
    ['a length with a leading zero', `b90038${'00'.repeat(56)}`],
    ['a list that runs past the end', 'f83801'],
    ['a length of eight bytes', `bfffffffffffffffff${'00'.repeat(9)}`],
    ['a length that is cut off', 'b9'],
  ])('refuses %s', (_, hex) => {
    expect(readRlpItem(bytes(hex))).toBeUndefined();
  });
});

describe('readRlpInteger', () => {
  it('reads what integerToBytes wrote', () => {
    for (const value of [0n, 1n, 127n, 128n, 256n, 2n ** 64n - 1n]) {
      const item = encodeRlp(integerToBytes(value));
      expect(readRlpInteger(item, readRlpItem(item))).toBe(value);
    }
  });

  it('refuses lists, leading zeros and more than 64 bits', () => {
    for (const hex of ['c0', '820001', '89010000000000000000', '00']) {
      const item = bytes(hex);
      expect(readRlpInteger(item, readRlpItem(item))).toBeUndefined();
    }
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

function written(write: (w: ByteWriter) => void): number[] {
  const writer = new ByteWriter(1);
  write(writer);
  return [...writer.view()];
}

/** Decoders written from the specification's grammar (§5.2.2), not from the encoder. */
function decodeUnsigned(bytes: number[]): bigint {
  return bytes.reduce((sum, byte, index) => sum | (BigInt(byte & 0x7f) << BigInt(7 * index)), 0n);
}

function decodeSigned(bytes: number[]): bigint {
  const bits = 7 * bytes.length;
  return BigInt.asIntN(bits, decodeUnsigned(bytes));
}

const continues = (bytes: number[]): boolean =>
  bytes.every((byte, index) => byte >= 0x80 === index < bytes.length - 1);

test.each([
  [0, [0x00]],
  [127, [0x7f]],
  [128, [0x80, 0x01]],
  [624485, [0xe5, 0x8e, 0x26]],
  [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
])('unsigned %i', (value, bytes) => {
  expect(written((w) => w.unsigned(value))).toEqual(bytes);
});

test.each([
  [0, [0x00]],
  [63, [0x3f]],
  [64, [0xc0, 0x00]],
  [-1, [0x7f]],
  [-64, [0x40]],
  [-65, [0xbf, 0x7f]],
  [-123456, [0xc0, 0xbb, 0x78]],
])('signed %i', (value, bytes) => {
  expect(written((w) => w.signed(value))).toEqual(bytes);
});

test('every number comes back, in as few bytes as it needs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
      const bytes = written((w) => w.unsigned(value));
      expect(decodeUnsigned(bytes)).toBe(BigInt(value));
      expect(continues(bytes)).toBe(true);
      expect(bytes.length === 1 || bytes.at(-1) !== 0).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const bytes = written((w) => w.signed(value));
      expect(decodeSigned(bytes)).toBe(BigInt(value));
      expect(continues(bytes)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      expect(decodeSigned(written((w) => w.signedBig(value)))).toBe(value);
    }),
  );
});

test('grows and keeps what was written', () => {
  const writer = new ByteWriter(2);
  const expected: number[] = [];
  for (let n = 0; n < 1000; n++) {
    writer.byte(n & 0xff);
    expected.push(n & 0xff);
  }
  writer.append([1, 2, 3]);
  expect([...writer.view()]).toEqual([...expected, 1, 2, 3]);
});

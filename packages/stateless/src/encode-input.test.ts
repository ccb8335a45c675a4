import { RLP } from '@ethereumjs/rlp';
import { isHartError } from '@hart/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockInput, encodeInput } from './encode-input.ts';
import { encodeRlp } from './internal/rlp.ts';
import { announceBlocks, hasBlocks, realBlock } from './internal/test-data.ts';
import { headerNumber } from './witness.ts';

type Payload = [
  Uint8Array,
  unknown,
  [unknown[], Uint8Array[], Uint8Array[], unknown[]],
  Uint8Array?,
];
const decode = (payload: Uint8Array) => RLP.decode(payload) as unknown as Payload;

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
/** A list that has a block number where headers have it. */
const header = (number: number, salt: number) =>
  encodeRlp([...Array.from({ length: 8 }, () => filled(1, salt)), filled(1, number)]);

const BLOCK: BlockInput = {
  chainId: 1,
  blockRlp: encodeRlp([[filled(32, 1)], [], []]),
  witness: {
    headers: [header(5, 1), header(3, 9), header(4, 4)],
    codes: [filled(3, 7), filled(1, 5)],
    state: [filled(40, 2), filled(600, 1)],
  },
};

function codeOf(input: BlockInput): string | undefined {
  try {
    encodeInput(input);
    return undefined;
  } catch (error) {
    return isHartError(error) ? error.code : String(error);
  }
}

describe('encodeInput', () => {
  it('writes the keeper payload', () => {
    const [chainId, block, [headers, codes, state, keys], ...rest] = decode(encodeInput(BLOCK));
    expect(chainId).toEqual(Uint8Array.of(1));
    expect(block).toEqual(RLP.decode(BLOCK.blockRlp));
    expect(headers).toEqual([3, 4, 5].map((n) => expect.arrayContaining([filled(1, n)])));
    expect(codes).toEqual([filled(1, 5), filled(3, 7)]);
    expect(state).toEqual([filled(600, 1), filled(40, 2)]);
    expect(keys).toEqual([]);
    expect(rest).toEqual([]);
  });

  it('adds a trusted pre-state root as a fourth item', () => {
    const root = `0x${'AB'.repeat(32)}` as const;
    expect(decode(encodeInput({ ...BLOCK, trustedPreStateRoot: root }))[3]).toEqual(
      filled(32, 0xab),
    );
  });

  it('does not depend on order or duplicates, nor on entries that nothing looks up', () => {
    const { headers, codes, state } = BLOCK.witness;
    const same = encodeInput(BLOCK);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...headers], { minLength: 3 }),
        fc.shuffledSubarray([...codes, new Uint8Array(0), ...codes], { minLength: 5 }),
        fc.shuffledSubarray([...state, ...state, Uint8Array.of(0x80), filled(31, 3)], {
          minLength: 6,
        }),
        (shuffledHeaders, shuffledCodes, shuffledState) => {
          const witness = {
            headers: [...shuffledHeaders, ...headers],
            codes: shuffledCodes,
            state: shuffledState,
          };
          expect(encodeInput({ ...BLOCK, witness })).toEqual(same);
        },
      ),
    );
  });

  it('leaves the given lists as they are', () => {
    const before = structuredClone(BLOCK.witness);
    encodeInput(BLOCK);
    expect(BLOCK.witness).toEqual(before);
  });

  it('carries damaged blocks and headers as byte strings, so that they shift nothing', () => {
    for (const damaged of [filled(3, 0xff), BLOCK.blockRlp.subarray(1), filled(1, 0xf8)]) {
      const witness = { ...BLOCK.witness, headers: [damaged] };
      const [, block, [headers, codes]] = decode(
        encodeInput({ ...BLOCK, blockRlp: damaged, witness }),
      );
      expect(block).toEqual(damaged);
      expect(headers).toEqual([damaged]);
      expect(codes).toHaveLength(2);
    }
  });

  it.each<[string, Partial<BlockInput>, string]>([
    ['an empty block', { blockRlp: new Uint8Array(0) }, 'HART4006'],
    ['a negative chain id', { chainId: -1 }, 'HART4013'],
    ['a chain id of 65 bits', { chainId: 2n ** 64n }, 'HART4013'],
    ['a broken chain id', { chainId: 1.5 }, 'HART4013'],
    ['a short root', { trustedPreStateRoot: '0x00' }, 'HART4012'],
    ['a root that is no hex', { trustedPreStateRoot: `0x${'g'.repeat(64)}` }, 'HART4012'],
  ])('refuses %s', (_, change, code) => {
    expect(codeOf({ ...BLOCK, ...change })).toBe(code);
  });

  it('takes chain id 0 and large ones', () => {
    expect(decode(encodeInput({ ...BLOCK, chainId: 0 }))[0]).toEqual(new Uint8Array(0));
    expect(decode(encodeInput({ ...BLOCK, chainId: 2n ** 64n - 1n }))[0]).toEqual(filled(8, 0xff));
  });
});

announceBlocks('payloads of real blocks');
describe.skipIf(!hasBlocks)('encodeInput on real blocks', () => {
  it('keeps the block byte for byte and the headers in order', async () => {
    const block = await realBlock('mainnet-22188088');
    const payload = encodeInput(block);
    expect(Buffer.from(payload).includes(Buffer.from(block.blockRlp))).toBe(true);
    const [, , [headers, codes, state]] = decode(payload);
    const numbers = headers.map((entry) => headerNumber(RLP.encode(entry as Uint8Array[])));
    expect(numbers).toEqual(Array.from({ length: 19 }, (_, index) => 22188069n + BigInt(index)));
    expect(codes).toHaveLength(24);
    expect(state).toHaveLength(854);
  });

  it('drops what hoodi-1281069 lists twice or for nothing', async () => {
    const [, , [, codes, state, keys]] = decode(encodeInput(await realBlock('hoodi-1281069')));
    // Of 6,686 nodes 764 are duplicates and 1,266 are shorter than 32 bytes, some of them both.
    expect(state.length).toBeLessThan(6686 - 1266);
    expect(new Set(state.map(String)).size).toBe(state.length);
    expect(codes).toHaveLength(32);
    expect(keys).toEqual([]);
  });
});

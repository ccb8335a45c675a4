import { createBlockHeaderFromRLP } from '@ethereumjs/block';
import { Common, Mainnet } from '@ethereumjs/common';
import { isHartError } from '@hart/errors';
import { describe, expect, it } from 'vitest';
import { type Hex, toHex } from './internal/hex.ts';
import { announceBlocks, hasBlocks, realBlock } from './internal/test-data.ts';
import { headerNumber, parseWitness, WITNESS_LIMITS, witnessFromJson } from './witness.ts';

const EMPTY = { state: [], codes: [], headers: [] };

function codeOf(source: unknown): string | undefined {
  try {
    if (typeof source === 'string') parseWitness(source);
    else witnessFromJson(source);
    return undefined;
  } catch (error) {
    return isHartError(error) ? error.code : `not a HartError: ${error}`;
  }
}

/** A header as nodes show it in JSON, made by EthereumJS and not by the code under test. */
function headerJson(rlp: Uint8Array): Record<string, unknown> {
  const common = new Common({ chain: Mainnet });
  const header = createBlockHeaderFromRLP(rlp, { common, setHardfork: true });
  const { uncleHash, coinbase, transactionsTrie, receiptTrie, ...rest } = header.toJSON();
  return {
    ...rest,
    sha3Uncles: uncleHash,
    miner: coinbase,
    transactionsRoot: transactionsTrie,
    receiptsRoot: receiptTrie,
    hash: toHex(header.hash()),
  };
}

describe('parseWitness', () => {
  it('reads nodes and codes in one go', () => {
    const witness = parseWitness('{"state":["0x","0xC0ffee"],"codes":["0x00"],"headers":[]}');
    expect(witness.state).toEqual([new Uint8Array(0), Uint8Array.of(0xc0, 0xff, 0xee)]);
    expect(witness.codes).toEqual([Uint8Array.of(0)]);
    expect(witness.headers).toEqual([]);
  });

  it('opens a JSON-RPC response, takes null for an empty list and ignores keys', () => {
    const response = { jsonrpc: '2.0', id: 1, result: { ...EMPTY, codes: null, keys: ['junk'] } };
    expect(witnessFromJson(response)).toEqual(EMPTY);
  });

  it.each<[string, unknown, string]>([
    ['text that is no JSON', '{"state":', 'HART4001'],
    ['an empty file', '', 'HART4001'],
    ['HTML', '<html>', 'HART4001'],
    ['a number', '7', 'HART4002'],
    ['null', 'null', 'HART4002'],
    ['a list', '[]', 'HART4002'],
    ['a response with an error', { jsonrpc: '2.0', result: null }, 'HART4002'],
    ['no state', { codes: [], headers: [] }, 'HART4002'],
    ['no headers', { codes: [], state: [] }, 'HART4002'],
    ['state as a string', { ...EMPTY, state: '0x80' }, 'HART4002'],
    ['state as an object', { ...EMPTY, state: { length: 2 } }, 'HART4002'],
    ['a number among the nodes', { ...EMPTY, state: [128] }, 'HART4002'],
    ['null among the codes', { ...EMPTY, codes: [null] }, 'HART4002'],
    ['a header that is a number', { ...EMPTY, headers: [5] }, 'HART4002'],
    ['a header that is null', { ...EMPTY, headers: [null] }, 'HART4002'],
    ['hex without 0x', { ...EMPTY, state: ['8080'] }, 'HART4003'],
    ['an odd number of digits', { ...EMPTY, state: ['0x808'] }, 'HART4003'],
    ['a letter that is no digit', { ...EMPTY, codes: ['0x80g0'] }, 'HART4003'],
    ['digits that are no ASCII', { ...EMPTY, codes: ['0x\u0130\u0130'] }, 'HART4003'],
    ['a header with bad hex', { ...EMPTY, headers: ['0xzz'] }, 'HART4003'],
    ['a node that is too large', { ...EMPTY, state: [`0x${'00'.repeat(1025)}`] }, 'HART4004'],
    ['a code that is too large', { ...EMPTY, codes: [`0x${'00'.repeat(65537)}`] }, 'HART4004'],
    ['too many headers', { ...EMPTY, headers: new Array(257).fill('0xc0') }, 'HART4004'],
    ['a header that is too large', { ...EMPTY, headers: [`0x${'00'.repeat(1025)}`] }, 'HART4004'],
    ['a header that is no list', { ...EMPTY, headers: ['0x80'] }, 'HART4005'],
    ['a header without a number', { ...EMPTY, headers: ['0xc20102'] }, 'HART4005'],
    ['a header object without fields', { ...EMPTY, headers: [{}] }, 'HART4005'],
  ])('refuses %s', (_, source, code) => {
    expect(codeOf(source)).toBe(code);
  });

  it('survives deep nesting', () => {
    expect(codeOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBe('HART4002');
  });

  it('refuses a list that is too long before it looks at it', () => {
    expect(codeOf({ ...EMPTY, state: new Array(WITNESS_LIMITS.entries + 1) })).toBe('HART4004');
  });
});

announceBlocks('witnesses of real blocks in both shapes');
describe.skipIf(!hasBlocks)('parseWitness on real headers', () => {
  const hexJson = async (name: string) => {
    const { witness } = await realBlock(name);
    return { state: [], codes: [], headers: witness.headers.map(toHex) as Hex[] };
  };

  it.each(['mainnet-18885225', 'mainnet-22188088', 'mainnet-22615247', 'mainnet-24628608'])(
    'reads header objects as geth writes them: %s',
    async (name) => {
      const { headers } = (await realBlock(name)).witness;
      const asObjects = { ...EMPTY, headers: headers.map(headerJson) };
      expect(parseWitness(JSON.stringify(asObjects)).headers).toEqual(headers);
    },
  );

  it('mixes both shapes and keeps the order given', async () => {
    const { headers } = (await realBlock('mainnet-22188088')).witness;
    const mixed = headers.map((header, index) => (index % 2 ? headerJson(header) : toHex(header)));
    expect(witnessFromJson({ ...EMPTY, headers: mixed.reverse() }).headers).toEqual(
      headers.toReversed(),
    );
  });

  it('knows the number of a header', async () => {
    const { headers } = witnessFromJson(await hexJson('mainnet-22615247'));
    expect(headers.map(headerNumber)).toEqual([22615246n]);
  });

  it('refuses an object whose fields do not hash to its own hash', async () => {
    const [header] = (await realBlock('mainnet-22615247')).witness.headers;
    const json = headerJson(header as Uint8Array);
    for (const change of [
      { gasUsed: '0x1' },
      { requestsHash: undefined },
      { parentBeaconBlockRoot: undefined },
      { extraData: null },
      { number: 22615246 },
      { miner: '0x00' },
    ]) {
      expect(codeOf({ ...EMPTY, headers: [{ ...json, ...change }] })).toBe('HART4005');
    }
  });
});

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBlockFromRLP } from '@ethereumjs/block';
import { Common, Hoodi, Mainnet } from '@ethereumjs/common';
import { isHartError } from '@hart/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeInput } from './encode-input.ts';
import { fetchFromNode } from './fetch-from-node.ts';
import { toHex } from './internal/hex.ts';
import { announceBlocks, hasBlocks, realBlock } from './internal/test-data.ts';

type Answer = { result: unknown } | { error: unknown } | { status: number; text: string };
type Handler = (params: unknown[]) => Answer;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A node on this machine with the given methods. */
function node(methods: Record<string, Handler>, calls: string[] = []): Promise<string> {
  return listen(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { id, method, params } = JSON.parse(body);
    calls.push(`${method} ${JSON.stringify(params)}`);
    const answer = methods[method]?.(params) ?? {
      error: { code: -32601, message: `the method ${method} does not exist/is not available` },
    };
    if ('status' in answer) response.writeHead(answer.status).end(answer.text);
    else response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
  });
}

async function codeOf(url: string, block: number | 'latest' = 1): Promise<string | undefined> {
  const error = await fetchFromNode(url, block).catch((e) => e);
  return isHartError(error) ? error.code : `not a HartError: ${error}`;
}

const HASH = `0x${'ab'.repeat(32)}`;
const CHAIN: Record<string, Handler> = {
  eth_chainId: () => ({ result: '0x1' }),
  eth_getBlockByNumber: () => ({ result: { number: '0x1', hash: HASH, transactions: [] } }),
};

describe('fetchFromNode with a node that fails', () => {
  it('says that nobody answers', async () => {
    const url = await node({});
    servers.pop()?.close();
    expect(await codeOf(url)).toBe('HART4020');
    expect(await codeOf('not a url')).toBe('HART4020');
    expect(await codeOf('ftp://127.0.0.1/')).toBe('HART4020');
  });

  it('says that the answer takes too long', async () => {
    const url = await listen(() => {});
    const error = await fetchFromNode(url, 1, { timeoutSeconds: 0.1 }).catch((e) => e);
    expect(error.code).toBe('HART4020');
  });

  it('does not show the key in an address', async () => {
    const url = `${await node({ eth_chainId: () => ({ status: 401, text: 'no' }) })}/v3/secret-key`;
    const error = await fetchFromNode(url, 1).catch((e) => e);
    expect(error.code).toBe('HART4021');
    expect(error.message).not.toContain('secret');
  });

  it.each<[string, Record<string, Handler>, string]>([
    [
      'a raw block without a header',
      { ...CHAIN, debug_getRawBlock: () => ({ result: '0xc0' }) },
      'HART4025',
    ],
    ['no methods at all', {}, 'HART4022'],
    ['an HTTP error', { eth_chainId: () => ({ status: 502, text: 'Bad Gateway' }) }, 'HART4021'],
    [
      'a JSON-RPC error with an HTTP status',
      {
        eth_chainId: () => ({
          status: 400,
          text: '{"jsonrpc":"2.0","error":{"code":-32601,"message":"nope"}}',
        }),
      },
      'HART4022',
    ],
    ['HTML', { eth_chainId: () => ({ status: 200, text: '<html>' }) }, 'HART4025'],
    ['JSON that is no answer', { eth_chainId: () => ({ status: 200, text: '{}' }) }, 'HART4025'],
    ['a chain id that is none', { eth_chainId: () => ({ result: 1 }) }, 'HART4025'],
    ['no such block', { ...CHAIN, eth_getBlockByNumber: () => ({ result: null }) }, 'HART4024'],
    ['a block that is none', { ...CHAIN, eth_getBlockByNumber: () => ({ result: 7 }) }, 'HART4025'],
    [
      'a block without a hash',
      { ...CHAIN, eth_getBlockByNumber: () => ({ result: { number: '0x1' } }) },
      'HART4025',
    ],
    [
      'pruned state',
      { ...CHAIN, eth_getBlockByNumber: () => ({ error: { code: -32000, message: 'pruned' } }) },
      'HART4023',
    ],
    [
      'a raw block that is no hex',
      { ...CHAIN, debug_getRawBlock: () => ({ result: 'c0' }) },
      'HART4025',
    ],
    ['a block that cannot be put together', CHAIN, 'HART4026'],
  ])('reports %s', async (_, methods, code) => {
    expect(await codeOf(await node(methods))).toBe(code);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const url = await node(CHAIN);
    await expect(fetchFromNode(url, 1, { signal })).rejects.toThrow('enough');
  });
});

/** The block as `eth_getBlockByNumber` shows it, with EthereumJS doing the decoding. */
function blockJson(rlp: Uint8Array, chainId: bigint): Record<string, unknown> {
  const common = new Common({ chain: chainId === 1n ? Mainnet : Hoodi, customCrypto: KZG_STUB });
  const block = createBlockFromRLP(rlp, { common, setHardfork: true });
  const { uncleHash, coinbase, transactionsTrie, receiptTrie, ...header } = block.header.toJSON();
  return {
    ...header,
    sha3Uncles: uncleHash,
    miner: coinbase,
    transactionsRoot: transactionsTrie,
    receiptsRoot: receiptTrie,
    hash: toHex(block.hash()),
    size: '0x1',
    uncles: [],
    transactions: block.transactions.map((transaction) => {
      const { gasLimit, data, to, ...json } = transaction.toJSON();
      return {
        ...json,
        type: `0x${transaction.type.toString(16)}`,
        hash: toHex(transaction.hash()),
        gas: gasLimit,
        input: data,
        to: to ?? null,
        ...(transaction.type === 0 ? {} : { yParity: json.v }),
      };
    }),
    withdrawals: block.withdrawals?.map((withdrawal) => withdrawal.toJSON()),
  };
}
// Decoding a blob transaction asks for a KZG library without using it.
const KZG_STUB = { kzg: {} as never };

announceBlocks('fetching real blocks from a local server');
describe.skipIf(!hasBlocks)('fetchFromNode', () => {
  async function methodsFor(name: string): Promise<Record<string, Handler>> {
    const { blockRlp, chainId, witness } = await realBlock(name);
    const json = blockJson(blockRlp, chainId);
    const { headers, codes, state } = witness;
    return {
      eth_chainId: () => ({ result: `0x${chainId.toString(16)}` }),
      eth_getBlockByNumber: ([tag]) => ({
        result: tag === json.number || tag === 'latest' ? json : null,
      }),
      debug_getRawBlock: () => ({ result: toHex(blockRlp) }),
      debug_executionWitness: () => ({
        result: {
          headers: headers.map(toHex),
          codes: codes.map(toHex),
          state: state.map(toHex),
          keys: [],
        },
      }),
    };
  }

  it('fetches block, witness, chain and hash', async () => {
    const expected = await realBlock('mainnet-21429020');
    const calls: string[] = [];
    const url = await node(await methodsFor('mainnet-21429020'), calls);
    const fetched = await fetchFromNode(url, 21429020);
    expect(fetched).toMatchObject({ chainId: 1n, number: 21429020n, ...pick(expected) });
    expect(encodeInput(fetched)).toEqual(encodeInput(expected));
    expect(calls).toEqual([
      'eth_chainId []',
      'eth_getBlockByNumber ["0x146fb1c",true]',
      'debug_getRawBlock ["0x146fb1c"]',
      'debug_executionWitness ["0x146fb1c"]',
    ]);
  });

  it('turns a tag into a number before it asks for the witness', async () => {
    const calls: string[] = [];
    const url = await node(await methodsFor('mainnet-21429020'), calls);
    expect((await fetchFromNode(url, 'latest')).number).toBe(21429020n);
    expect(calls.at(-1)).toBe('debug_executionWitness ["0x146fb1c"]');
  });

  it('reports a number that the node does not have', async () => {
    expect(await codeOf(await node(await methodsFor('mainnet-21429020')), 5)).toBe('HART4024');
  });

  it.each(['mainnet-18885225', 'mainnet-22188088', 'hoodi-1192c3', 'mainnet-22615247'])(
    'puts the block together where debug_getRawBlock is missing: %s',
    async (name) => {
      const { debug_getRawBlock: _, ...methods } = await methodsFor(name);
      const expected = await realBlock(name);
      const fetched = await fetchFromNode(await node(methods), 'latest');
      expect(fetched).toMatchObject(pick(expected));
    },
  );

  it('needs debug_executionWitness', async () => {
    const { debug_executionWitness: _, ...methods } = await methodsFor('mainnet-21429020');
    expect(await codeOf(await node(methods), 'latest')).toBe('HART4022');
  });

  it('refuses a raw block that is another one', async () => {
    const methods = await methodsFor('mainnet-21429020');
    const other = toHex((await realBlock('mainnet-22615247')).blockRlp);
    const url = await node({ ...methods, debug_getRawBlock: () => ({ result: other }) });
    expect(await codeOf(url, 'latest')).toBe('HART4026');
  });

  it.each<[string, (json: Json) => void]>([
    ['an unknown transaction type', (json) => Object.assign(json.transactions[0], { type: '0x7' })],
    [
      'a transaction without a value',
      (json) => Object.assign(json.transactions[0], { value: null }),
    ],
    ['a changed transaction', (json) => Object.assign(json.transactions[1], { nonce: '0x1' })],
    ['a header field left out', (json) => Object.assign(json, { withdrawalsRoot: undefined })],
    ['a changed header', (json) => Object.assign(json, { timestamp: '0x1' })],
    ['hashes in place of transactions', (json) => json.transactions.fill('0x12' as never)],
    ['a withdrawal without an amount', (json) => Object.assign(json.withdrawals[0], { amount: 5 })],
  ])('does not put together a block with %s', async (_, damage) => {
    const { debug_getRawBlock: __, ...methods } = await methodsFor('mainnet-21429020');
    const answer = methods.eth_getBlockByNumber?.(['latest']) as { result: Json };
    damage(answer.result);
    const url = await node({ ...methods, eth_getBlockByNumber: () => answer });
    expect(await codeOf(url, 'latest')).toBe('HART4026');
  });

  it('refuses a witness of the wrong shape', async () => {
    const methods = await methodsFor('mainnet-21429020');
    const url = await node({ ...methods, debug_executionWitness: () => ({ result: '0x' }) });
    expect(await codeOf(url, 'latest')).toBe('HART4002');
  });
});

type Json = { transactions: [object, object]; withdrawals: [object] };

function pick({ blockRlp, expectedHash, witness }: Awaited<ReturnType<typeof realBlock>>) {
  return { blockRlp, expectedHash, witness };
}

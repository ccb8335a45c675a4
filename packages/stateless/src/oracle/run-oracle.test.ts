import { RLP } from '@ethereumjs/rlp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BlockFolder } from '../block-folder.ts';
import type { BlockInput } from '../encode-input.ts';
import { keccakHex } from '../internal/keccak.ts';
import { announceBlocks, hasBlocks, isFullRun, realBlock } from '../internal/test-data.ts';
import { runOracle } from './run-oracle.ts';
import { changeBlock, changeField, flipped } from './test-block.ts';

const SMALL = ['mainnet-21429020', 'mainnet-20852412', 'mainnet-22615247'];
const LARGE = [
  'hoodi-1265656',
  'hoodi-1281069',
  'mainnet-18885225',
  'mainnet-21077746',
  'mainnet-22944300',
  'mainnet-24628607',
  'mainnet-24628608',
];
/** Blocks whose witness lacks the proof of one account, with the node that is missing. */
const INCOMPLETE = {
  'hoodi-1192c3': '0x7e224bab8f0d640af8c8c34c9d9592cf1a0d7e6e9fb6f799e70ef0a216f80f6e',
  'mainnet-22188088': '0x8a3d287b464732615d9fbbb597e156d4b694c3634d77b057bc2965d61c99a32b',
};

/** `name` of the reason, or the status. */
async function outcome(input: BlockInput): Promise<string> {
  const { status, reason } = await runOracle(input);
  return reason?.name ?? status;
}

announceBlocks('the oracle on real blocks');
if (hasBlocks && !isFullRun) console.log('skipped: the oracle on large blocks (HART_FULL=1)');

describe.skipIf(!hasBlocks)('runOracle on real blocks', () => {
  it.each(isFullRun ? [...SMALL, ...LARGE] : SMALL)(
    'accepts %s',
    { timeout: 60_000 },
    async (name) => {
      const block = await realBlock(name);
      const verdict = await runOracle(block);
      expect(verdict).toMatchObject({
        status: 'valid',
        hash: block.expectedHash,
        preStateRoot: block.claimedPreStateRoot,
        chainId: block.chainId,
      });
      expect(verdict).not.toHaveProperty('reason');
      expect(verdict.used.nodes.length).toBeGreaterThan(200);
      expect(verdict.used.nodes.length).toBeLessThanOrEqual(block.witness.state.length);
    },
  );

  it.each(Object.entries(INCOMPLETE))('refuses %s and names the node', async (name, node) => {
    const verdict = await runOracle(await realBlock(name));
    expect(verdict.reason).toMatchObject({ name: 'missing-node', detail: expect.any(String) });
    expect(verdict.reason?.detail).toMatch(new RegExp(`^${node} \\(account 0x[0-9a-f]{40}\\)$`));
  });

  it('takes a pre-state root on trust only where no header proves one', async () => {
    const block = await realBlock('mainnet-23587691');
    expect(await outcome(block)).toBe('parent-header-missing');
    const trustedPreStateRoot = block.claimedPreStateRoot as `0x${string}`;
    expect(await runOracle({ ...block, trustedPreStateRoot })).toMatchObject({
      status: 'valid-on-trusted-pre-state',
      hash: block.expectedHash,
      gasUsed: 1_429_580n,
    });
    const wrong = `0x${'12'.repeat(32)}` as const;
    const verdict = await runOracle({ ...block, trustedPreStateRoot: wrong });
    expect(verdict.reason?.detail).toMatch(new RegExp(`^${wrong} `));

    const proven = await realBlock('mainnet-21429020');
    expect(await outcome({ ...proven, trustedPreStateRoot: wrong })).toBe('valid');
  });
});

describe.skipIf(!hasBlocks)('runOracle on damaged input', () => {
  let block: BlockFolder;
  beforeAll(async () => {
    if (hasBlocks) block = await realBlock('mainnet-21429020');
  });

  it.each([
    ['gasUsed', 'gas-used-mismatch'],
    ['receiptsRoot', 'receipts-root-mismatch'],
    ['logsBloom', 'logs-bloom-mismatch'],
    ['stateRoot', 'state-root-mismatch'],
    ['transactionsRoot', 'transactions-root-mismatch'],
    ['withdrawalsRoot', 'withdrawals-root-mismatch'],
    ['parentHash', 'parent-header-missing'],
    ['sha3Uncles', 'header-invalid'],
    ['nonce', 'header-invalid'],
    ['number', 'header-invalid'],
    ['baseFeePerGas', 'header-invalid'],
    ['excessBlobGas', 'header-invalid'],
    ['blobGasUsed', 'blob-gas-mismatch'],
  ])('refuses a changed %s: %s', async (field, reason) => {
    const change = (value: Uint8Array) => (value.length === 0 ? Uint8Array.of(1) : flipped(value));
    const blockRlp = changeField(block.blockRlp, field, change);
    const verdict = await runOracle({ ...block, blockRlp });
    expect(verdict.reason?.name).toBe(reason);
    expect(verdict.hash).not.toBe(block.expectedHash);
    expect(verdict.hash).toBe(keccakHex(RLP.encode((RLP.decode(blockRlp) as Uint8Array[])[0])));
  });

  it('refuses a changed requests hash', async () => {
    const prague = await realBlock('mainnet-22615247');
    const blockRlp = changeField(prague.blockRlp, 'requestsHash', flipped);
    expect(await outcome({ ...prague, blockRlp })).toBe('requests-hash-mismatch');
  });

  it.each<[string, string, Uint8Array]>([
    ['a gas limit that rises too fast', 'gasLimit', Uint8Array.of(2, 0, 0, 0)],
    ['a gas limit below 5000', 'gasLimit', Uint8Array.of(1)],
    ['more gas used than the limit', 'gasUsed', Uint8Array.of(0x7f, 0, 0, 0)],
    ['a timestamp that is not later', 'timestamp', Uint8Array.of(0x67, 0x5f, 0, 0)],
    ['extra data that is too long', 'extraData', new Uint8Array(33)],
    ['a difficulty', 'difficulty', Uint8Array.of(1)],
    ['a price of blobs beyond all ether', 'excessBlobGas', new Uint8Array(8).fill(0xff)],
  ])('refuses %s', async (_, field, value) => {
    const blockRlp = changeField(block.blockRlp, field, () => value);
    expect(await outcome({ ...block, blockRlp })).toBe('header-invalid');
  });

  it('refuses a header with a field too few or too many', async () => {
    const fewer = changeBlock(block.blockRlp, ({ header }) => header.pop());
    const more = changeBlock(block.blockRlp, ({ header }) => header.push(new Uint8Array(32)));
    const muchMore = changeBlock(block.blockRlp, ({ header }) =>
      header.push(...Array.from({ length: 9 }, () => new Uint8Array(32))),
    );
    for (const blockRlp of [fewer, more, muchMore]) {
      expect(await outcome({ ...block, blockRlp })).toBe('header-invalid');
    }
  });

  it('refuses ommers, a changed withdrawal and a dropped transaction', async () => {
    const ommers = changeBlock(block.blockRlp, (parts) => parts.ommers.push(parts.header));
    const withdrawal = changeBlock(block.blockRlp, ({ withdrawals: [first] }) => {
      if (first) first[3] = Uint8Array.of(9);
    });
    const dropped = changeBlock(block.blockRlp, ({ transactions }) => transactions.pop());
    expect(await outcome({ ...block, blockRlp: ommers })).toBe('ommers-not-empty');
    expect(await outcome({ ...block, blockRlp: withdrawal })).toBe('withdrawals-root-mismatch');
    expect(await outcome({ ...block, blockRlp: dropped })).toBe('transactions-root-mismatch');
  });

  it.each<[string, Uint8Array]>([
    ['no bytes', new Uint8Array(0)],
    ['text', new TextEncoder().encode('0xf9')],
    ['an empty list', Uint8Array.of(0xc0)],
    ['a list of nothing', Uint8Array.of(0xc4, 0xc0, 0xc0, 0xc0, 0xc0)],
  ])('refuses %s for a block', async (_, blockRlp) => {
    const { status, reason } = await runOracle({ ...block, blockRlp });
    expect(status).toBe('invalid');
    expect(['block-malformed', 'header-invalid']).toContain(reason?.name);
  });

  it('refuses a block that is cut off or goes on', async () => {
    const { blockRlp } = block;
    expect(await outcome({ ...block, blockRlp: blockRlp.subarray(0, -1) })).toBe('block-malformed');
    expect(await outcome({ ...block, blockRlp: Uint8Array.of(...blockRlp, 0) })).toBe(
      'block-malformed',
    );
  });

  it('refuses chains and forks that it does not know', async () => {
    expect(await outcome({ ...block, chainId: 5 })).toBe('unsupported-chain');
    const early = changeField(block.blockRlp, 'timestamp', () => Uint8Array.of(0x5f, 0, 0, 0));
    expect(['unsupported-fork', 'header-invalid']).toContain(
      await outcome({ ...block, blockRlp: early }),
    );
  });

  it('refuses a witness without headers, nodes or codes', async () => {
    const { witness } = block;
    const empty = async (change: Partial<typeof witness>) =>
      outcome({ ...block, witness: { ...witness, ...change } });
    expect(await empty({ headers: [] })).toBe('parent-header-missing');
    expect(await empty({ state: [] })).toBe('missing-node');
    expect(await empty({ codes: [] })).toBe('missing-code');
  });

  it('names the pre-state root if the root node is missing', async () => {
    const { reason } = await runOracle({ ...block, witness: { ...block.witness, state: [] } });
    expect(reason?.detail).toContain(block.claimedPreStateRoot);
  });

  it('answers BLOCKHASH only along the chain of headers', async () => {
    // hoodi-1265656 reads eleven block hashes, up to five blocks before its parent.
    const reader = await realBlock('hoodi-1265656');
    const [first, ...rest] = reader.witness.headers;
    expect(first).toBeDefined();
    const headers = rest.slice(-1);
    expect(await outcome({ ...reader, witness: { ...reader.witness, headers } })).toBe(
      'missing-ancestor-header',
    );
  });

  it('does not mind the order of the headers, nor foreign ones among them', async () => {
    const { witness } = block;
    const foreign = (await realBlock('mainnet-22188088')).witness.headers;
    const headers = [...foreign, ...witness.headers, Uint8Array.of(0xc0)].reverse();
    expect(await outcome({ ...block, witness: { ...witness, headers } })).toBe('valid');
  });
});

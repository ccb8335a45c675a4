import { RLP } from '@ethereumjs/rlp';
import {
  createBlob4844Tx,
  createEOACode7702Tx,
  createFeeMarket1559Tx,
  createLegacyTx,
  type FeeMarketEIP1559TxData,
} from '@ethereumjs/tx';
import { createAddressFromPrivateKey, eoaCode7702SignAuthorization } from '@ethereumjs/util';
import { describe, expect, it } from 'vitest';
import type { BlockInput } from '../encode-input.ts';
import { fromHex, type Hex } from '../internal/hex.ts';
import { keccakHex } from '../internal/keccak.ts';
import { announceBlocks, hasBlocks } from '../internal/test-data.ts';
import { createRules } from './chains.ts';
import { runOracle } from './run-oracle.ts';
import { replaceTransactions } from './test-block.ts';
import {
  createTestChain,
  FAUCET,
  FAUCET_KEY,
  forgeBlock,
  sealBlock,
  type TestChain,
  toSlot,
} from './test-chain.ts';

const ALICE: Hex = '0x000000000000000000000000000000000000a11c';
const STORE: Hex = '0x0000000000000000000000000000000000005704';
const READER: Hex = '0x00000000000000000000000000000000000bea4d';
const SYSTEM: Hex = `0x${'f'.repeat(39)}e`;
const code = (hex: string) => fromHex(`0x${hex}`) as Uint8Array;
/** Writes the second word of its input to the slot that the first one names. */
const STORE_CODE = code('6020356000355500');
/** Keeps the balance of the system address in slot 0. */
const READER_CODE = code(`73${SYSTEM.slice(2)}3160005500`);
/** Deploys a contract with the one-byte code 00. */
const INIT_CODE = code('6000805360016000f3');

const { rules } = hasBlocks ? await createTestChain() : ({} as TestChain);
const ONE = Uint8Array.of(1);
const MAX = new Uint8Array(32).fill(0xff);
const FEES = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n, chainId: 1337n };

function transaction(nonce: number, fields: FeeMarketEIP1559TxData) {
  const data = { ...FEES, gasLimit: 200_000n, nonce, ...fields };
  return createFeeMarket1559Tx(data, { common: rules }).sign(FAUCET_KEY);
}

const storeCall = (nonce: number, slot: number, value: number) =>
  transaction(nonce, { to: STORE, data: Uint8Array.of(...toSlot(slot), ...toSlot(value)) });

async function reasonOf(input: BlockInput): Promise<string> {
  const { status, reason } = await runOracle(input);
  return reason?.name ?? status;
}

/** The input with only those witness entries that the oracle needed. */
async function minimal(input: BlockInput): Promise<BlockInput> {
  const { used, status } = await runOracle(input);
  expect(status).toBe('valid');
  const keep = new Set<string>([...used.nodes, ...used.codes]);
  const filter = (list: readonly Uint8Array[]) =>
    list.filter((entry) => keep.has(keccakHex(entry)));
  const { headers, state, codes } = input.witness;
  return { ...input, witness: { headers, state: filter(state), codes: filter(codes) } };
}

/** Every entry of a minimal witness must be needed, and without it the block be refused by name. */
async function expectEachEntryNeeded(input: BlockInput): Promise<void> {
  const { witness } = input;
  for (const [list, reason] of [
    ['state', 'missing-node'],
    ['codes', 'missing-code'],
  ] as const) {
    for (const entry of witness[list]) {
      const without = { ...witness, [list]: witness[list].filter((other) => other !== entry) };
      const { reason: found } = await runOracle({ ...input, witness: without });
      expect(found?.name).toBe(reason);
      expect(found?.detail).toContain(keccakHex(entry));
    }
  }
}

announceBlocks('blocks of the development chain, whose system contracts come from a real witness');
describe.skipIf(!hasBlocks)('the development chain', () => {
  it('accepts an empty block and needs only what system calls touch', async () => {
    const input = await minimal(await sealBlock(await createTestChain(), []));
    expect(await reasonOf(input)).toBe('valid');
    expect(input.witness.codes).toHaveLength(4);
    await expectEachEntryNeeded(input);
  });

  it('accepts transfers, contracts, deletions and withdrawals', { timeout: 30_000 }, async () => {
    const storage = Object.fromEntries(Array.from({ length: 40 }, (_, slot) => [slot, slot + 1]));
    const chain = await createTestChain({
      [STORE]: { code: STORE_CODE, nonce: 1n, storage },
      [ALICE]: { balance: 1n },
    });
    const legacy = createLegacyTx(
      { nonce: 0, to: ALICE, value: 5n, gasLimit: 21000n, gasPrice: 10n ** 10n },
      { common: rules },
    ).sign(FAUCET_KEY);
    const sealed = await sealBlock(
      chain,
      [
        legacy,
        transaction(1, { data: INIT_CODE }),
        storeCall(2, 3, 0),
        storeCall(3, 4, 0),
        storeCall(4, 1000, 77),
        storeCall(5, 5, 6),
        storeCall(6, 1000, 0),
        storeCall(7, 7, 5),
        storeCall(8, 7, 8),
      ],
      [{ address: ALICE, amount: 3n }],
    );
    const input = await minimal(sealed);
    expect(await reasonOf(input)).toBe('valid');
    await expectEachEntryNeeded(input);
  });

  it('accepts a set-code transaction and a blob transaction', async () => {
    const chain = await createTestChain({ [STORE]: { code: STORE_CODE, nonce: 1n } });
    const key = new Uint8Array(32).fill(9);
    const authorization = eoaCode7702SignAuthorization(
      { chainId: '0x539', address: STORE, nonce: '0x0' },
      key,
    );
    const setCode = createEOACode7702Tx(
      {
        ...FEES,
        nonce: 0,
        gasLimit: 200_000n,
        to: createAddressFromPrivateKey(key),
        data: Uint8Array.of(...toSlot(1), ...toSlot(2)),
        authorizationList: [authorization],
      },
      { common: rules },
    ).sign(FAUCET_KEY);
    const blob = createBlob4844Tx(
      {
        ...FEES,
        nonce: 1,
        gasLimit: 21000n,
        to: ALICE,
        maxFeePerBlobGas: 10n ** 10n,
        blobVersionedHashes: [`0x01${'22'.repeat(31)}`, `0x01${'33'.repeat(31)}`],
      },
      { common: rules },
    ).sign(FAUCET_KEY);
    const input = await minimal(await sealBlock(chain, [setCode, blob]));
    expect(await reasonOf(input)).toBe('valid');
  });

  it('reads the system address inside transactions like any other', async () => {
    const chain = await createTestChain({
      [READER]: { code: READER_CODE, nonce: 1n },
      [SYSTEM]: { balance: 123n },
    });
    const input = await minimal(await sealBlock(chain, [transaction(0, { to: READER })]));
    expect(await reasonOf(input)).toBe('valid');
    await expectEachEntryNeeded(input);
    const paid = await sealBlock(chain, [
      transaction(0, { to: SYSTEM, value: 7n, gasLimit: 21000n }),
      transaction(1, { to: READER }),
    ]);
    expect(await reasonOf(paid)).toBe('valid');
  });

  it('refuses a block without the request contracts', async () => {
    for (const address of [
      '0x00000961ef480eb55e80d19ad83579a64c007002',
      '0x0000bbddc7ce488642fb579f8b00f3a590007251',
    ] as const) {
      const chain = await createTestChain({}, [address]);
      expect(await reasonOf(await forgeBlock(chain, []))).toBe('system-call-failed');
    }
  });

  it('accepts a block without the contracts that only keep hashes', async () => {
    const chain = await createTestChain({}, [
      '0x000f3df6d732807ef1319fb7b8bb8522d0beac02',
      '0x0000f90827f1c53a10cb7a02335b175320002935',
    ]);
    expect(await reasonOf(await sealBlock(chain, []))).toBe('valid');
  });

  it.each<[string, FeeMarketEIP1559TxData]>([
    ['a nonce of the past', { nonce: 3 }],
    ['a nonce of the future', { nonce: 5 }],
    ['more value than the sender has', { value: 10n ** 25n }],
    ['too little gas', { gasLimit: 20_999n }],
    [
      'too little gas for the calldata floor',
      { gasLimit: 25_000n, data: new Uint8Array(1000).fill(1) },
    ],
    ['a fee below the base fee', { maxFeePerGas: 10n, maxPriorityFeePerGas: 1n }],
    ['more gas than the block has', { gasLimit: 30_000_001n }],
    ['more gas than EIP-7825 allows', { gasLimit: 2n ** 24n + 1n }],
  ])('refuses a transaction with %s', async (_, fields) => {
    const chain = await createTestChain({
      [FAUCET.toString()]: { balance: 10n ** 24n, nonce: 4n },
    });
    const sound = await forgeBlock(chain, [transaction(4, { to: ALICE })]);
    // Signed by the rules of Prague, under which EthereumJS makes any of these.
    const prague = createRules(1337n);
    prague.setHardfork('prague');
    const data = { ...FEES, gasLimit: 200_000n, nonce: 4, to: ALICE, ...fields };
    const signed = createFeeMarket1559Tx(data, { common: prague }).sign(FAUCET_KEY);
    const blockRlp = await replaceTransactions(sound.blockRlp, [signed.serialize()]);
    expect(await reasonOf({ ...sound, blockRlp })).toBe('transaction-invalid');
  });

  it.each<[string, (fields: Uint8Array[]) => void, string]>([
    [
      'a signature that recovers nobody',
      (f) => f.fill(MAX, 10, 11).fill(ONE, 11),
      'signature-invalid',
    ],
    ['an s in the upper half', (f) => f.fill(MAX, 11), 'transaction-invalid'],
    ['a parity of 2', (f) => f.fill(Uint8Array.of(2), 9, 10), 'transaction-invalid'],
    ['the id of another chain', (f) => f.fill(ONE, 0, 1), 'transaction-invalid'],
    ['a tip above the fee', (f) => f.fill(MAX, 2, 3), 'transaction-invalid'],
    ['a value of 33 bytes', (f) => f.fill(new Uint8Array(33).fill(1), 6, 7), 'transaction-invalid'],
    ['a recipient of 19 bytes', (f) => f.fill(new Uint8Array(19), 5, 6), 'transaction-invalid'],
    ['a field too many', (f) => f.push(ONE), 'transaction-invalid'],
  ])('refuses a transaction with %s', async (_, change, reason) => {
    const sound = await forgeBlock(await createTestChain(), [transaction(0, { to: ALICE })]);
    const fields = RLP.decode(
      transaction(0, { to: ALICE }).serialize().subarray(1),
    ) as Uint8Array[];
    change(fields);
    const damaged = Uint8Array.of(2, ...RLP.encode(fields));
    const blockRlp = await replaceTransactions(sound.blockRlp, [damaged]);
    expect(await reasonOf({ ...sound, blockRlp })).toBe(reason);
  });

  it.each([
    ['an unknown type', Uint8Array.of(9, 0xc0)],
    ['a type without content', Uint8Array.of(2)],
    ['a legacy transaction in a byte string', Uint8Array.of(0xc1, 0x80)],
  ])('refuses %s', async (_, damaged) => {
    const sound = await forgeBlock(await createTestChain(), []);
    const blockRlp = await replaceTransactions(sound.blockRlp, [damaged]);
    expect(await reasonOf({ ...sound, blockRlp })).toBe('transaction-invalid');
  });

  it('refuses transactions that together need more gas than the block has', async () => {
    const chain = await createTestChain();
    const gasLimit = 16_000_000n;
    const both = [0, 1].map((nonce) =>
      transaction(nonce, { to: ALICE, gasLimit, data: new Uint8Array(1) }),
    );
    expect(await reasonOf(await forgeBlock(chain, both))).toBe('gas-used-mismatch');
    const wasteful = await createTestChain({ [READER]: { code: code('5b600056'), nonce: 1n } });
    const loops = [0, 1].map((nonce) => transaction(nonce, { to: READER, gasLimit }));
    expect(await reasonOf(await forgeBlock(wasteful, loops))).toBe('transaction-invalid');
  });

  it('refuses a sender that is a contract (EIP-3607)', async () => {
    const account = { balance: 10n ** 24n, code: STORE_CODE };
    const chain = await createTestChain({ [FAUCET.toString()]: account });
    const input = await forgeBlock(chain, [transaction(0, { to: ALICE })]);
    expect(await reasonOf(input)).toBe('transaction-invalid');
  });
});

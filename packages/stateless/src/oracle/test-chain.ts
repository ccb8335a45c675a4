import {
  type Block,
  type BlockHeader,
  createBlock,
  createBlockHeader,
  genWithdrawalsTrieRoot,
} from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { MerklePatriciaTrie } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import type { TypedTransaction } from '@ethereumjs/tx';
import {
  createAccount,
  createAddressFromPrivateKey,
  createAddressFromString,
  MapDB,
  ValueEncoding,
} from '@ethereumjs/util';
import type { BlockInput } from '../encode-input.ts';
import { fromHex, type Hex } from '../internal/hex.ts';
import { keccak } from '../internal/keccak.ts';
import { realBlock } from '../internal/test-data.ts';
import type { Witness } from '../witness.ts';
import { findAncestors } from './ancestors.ts';
import { createRules } from './chains.ts';
import { executeBlock } from './execute-block.ts';
import { createWitnessStore } from './witness-store.ts';

/** The key of the account that has all the ether of the test chain. */
export const FAUCET_KEY = new Uint8Array(32).fill(7);
export const FAUCET = createAddressFromPrivateKey(FAUCET_KEY);

/** Contracts that the protocol calls, by the length of their codes in hoodi-1192c3's witness. */
const SYSTEM_CONTRACTS: Record<number, Hex> = {
  97: '0x000f3df6d732807ef1319fb7b8bb8522d0beac02',
  83: '0x0000f90827f1c53a10cb7a02335b175320002935',
  504: '0x00000961ef480eb55e80d19ad83579a64c007002',
  414: '0x0000bbddc7ce488642fb579f8b00f3a590007251',
};

export interface TestAccount {
  readonly balance?: bigint;
  readonly nonce?: bigint;
  readonly code?: Uint8Array;
  /** Values by slot, both as numbers. */
  readonly storage?: Readonly<Record<number, number>>;
}

/** A chain of one block, with the whole state as the witness of the next. */
export interface TestChain {
  readonly rules: Common;
  readonly parent: BlockHeader;
  readonly witness: Witness;
}

/** A chain like `geth --dev` just after genesis: system contracts, a faucet, and what is asked for. */
export async function createTestChain(
  accounts: Readonly<Record<Hex, TestAccount>> = {},
  leaveOut: readonly Hex[] = [],
): Promise<TestChain> {
  const { codes } = (await realBlock('hoodi-1192c3')).witness;
  const all = new Map<Hex, TestAccount>([
    [FAUCET.toString(), { balance: 10n ** 24n }],
    ...codes.map((code): [Hex, TestAccount] => [
      SYSTEM_CONTRACTS[code.length] as Hex,
      { nonce: 1n, code },
    ]),
    ...(Object.entries(accounts) as [Hex, TestAccount][]),
  ]);
  for (const address of leaveOut) all.delete(address);

  const nodes = new Map<string, Uint8Array>();
  const createTrie = () =>
    new MerklePatriciaTrie({
      db: new MapDB(nodes),
      useKeyHashing: true,
      valueEncoding: ValueEncoding.Bytes,
    });
  const trie = createTrie();
  for (const [address, { balance = 0n, nonce = 0n, code, storage = {} }] of all) {
    const slots = createTrie();
    for (const [slot, value] of Object.entries(storage)) {
      await slots.put(toSlot(Number(slot)), RLP.encode(value));
    }
    const codeHash = code === undefined ? {} : { codeHash: keccak(code) };
    const account = createAccount({ balance, nonce, storageRoot: slots.root(), ...codeHash });
    await trie.put(fromHex(address) as Uint8Array, account.serialize());
  }

  const rules = createRules(1337n);
  const parent = createBlockHeader(
    {
      number: 41n,
      gasLimit: 30_000_000n,
      gasUsed: 15_000_000n,
      baseFeePerGas: 1_000_000_000n,
      timestamp: 1_800_000_000n,
      stateRoot: trie.root(),
    },
    { common: rules, setHardfork: true },
  );
  const headers = [RLP.encode(parent.raw())];
  const state = [...nodes.values()];
  const present = [...all.values()].flatMap(({ code }) => (code === undefined ? [] : [code]));
  return { rules, parent, witness: { headers, state, codes: present } };
}

/** A 32-byte slot or value. */
export function toSlot(value: number): Uint8Array {
  const slot = new Uint8Array(32);
  new DataView(slot.buffer).setUint32(28, value);
  return slot;
}

/** A block on the chain whose header says what the execution of its body gives. */
export async function sealBlock(
  chain: TestChain,
  transactions: readonly TypedTransaction[],
  withdrawals: readonly { address: Hex; amount: bigint }[] = [],
): Promise<BlockInput> {
  const draft = createTestBlock(chain, transactions, withdrawals);
  const execution = await executeBlock({
    block: draft,
    rules: createRules(1337n),
    store: createWitnessStore(chain.witness),
    preStateRoot: chain.parent.stateRoot,
    ancestors: findAncestors(draft.header, chain.witness.headers),
  });
  const { gasUsed, receiptsRoot, logsBloom, stateRoot, requestsHash } = execution;
  const fields = { gasUsed, receiptTrie: receiptsRoot, logsBloom, stateRoot, requestsHash };
  const sealed = await withBodyRoots(createTestBlock(chain, transactions, withdrawals, fields));
  return inputOf(chain, sealed);
}

/** A block whose body need not be executable: the header's results are made up. */
export async function forgeBlock(
  chain: TestChain,
  transactions: readonly TypedTransaction[],
): Promise<BlockInput> {
  return inputOf(chain, await withBodyRoots(createTestBlock(chain, transactions, [])));
}

function inputOf({ witness }: TestChain, block: Block): BlockInput {
  return { chainId: 1337n, blockRlp: block.serialize(), witness };
}

function createTestBlock(
  { rules, parent }: TestChain,
  transactions: readonly TypedTransaction[],
  withdrawals: readonly { address: Hex; amount: bigint }[],
  fields: object = {},
): Block {
  const blobs = transactions.reduce((sum, tx) => sum + (blobsOf(tx)?.length ?? 0), 0);
  const header = {
    parentHash: parent.hash(),
    number: parent.number + 1n,
    timestamp: parent.timestamp + 12n,
    gasLimit: parent.gasLimit,
    baseFeePerGas: parent.calcNextBaseFee(),
    excessBlobGas: parent.calcNextExcessBlobGas(parent.common),
    blobGasUsed: BigInt(blobs) * 131_072n,
    coinbase: createAddressFromString('0x00000000000000000000000000000000c0ffee00'),
    ...fields,
  };
  return createBlock(
    {
      header,
      transactions: [...transactions],
      withdrawals: withdrawals.map(({ address, amount }, index) => ({
        index: BigInt(index),
        validatorIndex: 1n,
        address: createAddressFromString(address),
        amount,
      })),
    },
    { common: rules, setHardfork: true, skipConsensusFormatValidation: true },
  );
}

async function withBodyRoots(block: Block): Promise<Block> {
  const transactionsTrie = await block.genTxTrie();
  const withdrawalsRoot = await genWithdrawalsTrieRoot(block.withdrawals ?? []);
  const header = createBlockHeader(
    { ...block.header, transactionsTrie, withdrawalsRoot },
    { common: block.common },
  );
  return createBlock(
    { header, transactions: [...block.transactions], withdrawals: block.withdrawals ?? [] },
    { common: block.common },
  );
}

function blobsOf(transaction: TypedTransaction): readonly unknown[] | undefined {
  return 'blobVersionedHashes' in transaction ? transaction.blobVersionedHashes : undefined;
}

import { MerklePatriciaTrie } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { HEADER_FIELDS } from '../internal/header-json.ts';

/** The parts of a block's RLP, for tests to change. */
export interface BlockParts {
  header: Uint8Array[];
  transactions: (Uint8Array | Uint8Array[])[];
  ommers: Uint8Array[][];
  withdrawals: Uint8Array[][];
}

/** The block's RLP after a change of its parts. */
export function changeBlock(blockRlp: Uint8Array, change: (parts: BlockParts) => void): Uint8Array {
  const [header, transactions, ommers, withdrawals] = RLP.decode(blockRlp) as unknown as [
    BlockParts['header'],
    BlockParts['transactions'],
    BlockParts['ommers'],
    BlockParts['withdrawals'],
  ];
  const parts = { header, transactions, ommers, withdrawals };
  change(parts);
  return RLP.encode([parts.header, parts.transactions, parts.ommers, parts.withdrawals]);
}

/** The block's RLP with one field of the header, by its JSON-RPC name, changed. */
export function changeField(
  blockRlp: Uint8Array,
  name: string,
  change: (value: Uint8Array) => Uint8Array,
): Uint8Array {
  return changeBlock(blockRlp, ({ header }) => {
    setField(header, name, change);
  });
}

/** The block's RLP with other (typed) transactions and the root that belongs to them. */
export async function replaceTransactions(
  blockRlp: Uint8Array,
  transactions: readonly Uint8Array[],
): Promise<Uint8Array> {
  const trie = new MerklePatriciaTrie();
  for (const [index, value] of transactions.entries()) await trie.put(RLP.encode(index), value);
  return changeBlock(blockRlp, (parts) => {
    parts.transactions = [...transactions];
    setField(parts.header, 'transactionsRoot', () => trie.root());
  });
}

function setField(
  header: Uint8Array[],
  name: string,
  change: (value: Uint8Array) => Uint8Array,
): void {
  const index = HEADER_FIELDS.findIndex((field) => field.name === name);
  header[index] = change(header[index] as Uint8Array);
}

/** One bit of the last byte flipped. */
export function flipped(value: Uint8Array): Uint8Array {
  const changed = value.slice();
  changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
  return changed;
}

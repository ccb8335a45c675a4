import type { Block, BlockHeader } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { MerklePatriciaTrie } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { isBlob4844Tx } from '@ethereumjs/tx';
import { equalsBytes } from '@ethereumjs/util';
import { toHex } from '../internal/hex.ts';
import { type RlpItem, readRlpList } from '../internal/rlp.ts';
import { Refusal, refuseUnless } from './refusal.ts';

/**
 * Excess blob gas is judged up to this multiple of the update fraction, where one blob already costs
 * more ether than exists: the price is a series whose length grows with it.
 */
const MAX_EXCESS_FRACTIONS = 50n;

/** Rules between a header and its parent's (Yellow Paper 4.4.4, EIP-1559, EIP-4844, EIP-7918). */
export function checkAgainstParent(header: BlockHeader, parent: BlockHeader): void {
  const rules = header.common;
  const rule = (holds: boolean, text: string) => refuseUnless(holds, 'header-invalid', text);
  rule(
    header.number === parent.number + 1n,
    `number ${header.number} does not follow ${parent.number}`,
  );
  rule(
    header.timestamp > parent.timestamp,
    `timestamp ${header.timestamp} is not after ${parent.timestamp}`,
  );
  const gasLimitStep = parent.gasLimit / 1024n;
  const gasLimitChange = header.gasLimit - parent.gasLimit;
  rule(
    gasLimitChange < gasLimitStep && -gasLimitChange < gasLimitStep,
    `gas limit ${header.gasLimit} is too far from ${parent.gasLimit}`,
  );
  const baseFee = parent.calcNextBaseFee();
  rule(header.baseFeePerGas === baseFee, `base fee ${header.baseFeePerGas} should be ${baseFee}`);
  if (rules.isActivatedEIP(4844)) {
    checkExcessRange(parent, rules);
    const excess = parent.calcNextExcessBlobGas(rules);
    rule(
      header.excessBlobGas === excess,
      `excess blob gas ${header.excessBlobGas} should be ${excess}`,
    );
  }
}

/** Rules of a header by itself; EthereumJS has checked most when it built the object. */
export function checkHeader(header: BlockHeader): void {
  const rule = (holds: boolean, text: string) => refuseUnless(holds, 'header-invalid', text);
  rule(header.gasLimit >= 5000n, `gas limit ${header.gasLimit} is below 5000`);
  rule(header.gasLimit < 2n ** 63n, `gas limit ${header.gasLimit} is too large`);
  rule(
    header.gasUsed <= header.gasLimit,
    `gas used ${header.gasUsed} is above the limit ${header.gasLimit}`,
  );
  if (header.common.isActivatedEIP(4844)) checkExcessRange(header, header.common);
}

function checkExcessRange({ excessBlobGas = 0n }: BlockHeader, rules: Common): void {
  const limit = MAX_EXCESS_FRACTIONS * rules.getBlobGasSchedule().blobGasPriceUpdateFraction;
  refuseUnless(
    excessBlobGas <= limit,
    'header-invalid',
    `excess blob gas ${excessBlobGas} is too large`,
  );
}

/**
 * Whether the body is the one that the header commits to. Looks at the bytes alone, so that a
 * damaged transaction is told by the root and not by what it happens to decode to.
 */
export async function checkBody(blockRlp: Uint8Array, header: BlockHeader): Promise<void> {
  const [, transactions, ommers, withdrawals] = readRlpList(blockRlp) ?? [];
  const compare = async (
    item: RlpItem | undefined,
    name: 'transactions-root-mismatch' | 'withdrawals-root-mismatch',
    claimed: Uint8Array = new Uint8Array(0),
  ) => {
    const entries = item && readRlpList(blockRlp.subarray(item.start, item.end));
    if (item === undefined || entries === undefined) {
      throw new Refusal('block-malformed', 'a part of its body is not a list');
    }
    const at = (entry: RlpItem) => item.start + (entry.isList ? entry.start : entry.content);
    const values = entries.map((entry) => blockRlp.subarray(at(entry), item.start + entry.end));
    const root = await rootOfList(values);
    const detail = `${toHex(root)}, the header has ${toHex(claimed)}`;
    refuseUnless(equalsBytes(root, claimed), name, detail);
  };
  await compare(transactions, 'transactions-root-mismatch', header.transactionsTrie);
  await compare(withdrawals, 'withdrawals-root-mismatch', header.withdrawalsRoot);
  const hasOmmers = ommers === undefined || ommers.end > ommers.content;
  refuseUnless(!hasOmmers, 'ommers-not-empty', 'the merge ended them');
}

/** Root of the trie that maps indices to values (Yellow Paper 4.4.3). */
async function rootOfList(values: readonly Uint8Array[]): Promise<Uint8Array> {
  const trie = new MerklePatriciaTrie();
  for (const [index, value] of values.entries()) await trie.put(RLP.encode(index), value);
  return trie.root();
}

/** What can be said of the transactions without a state: size, blobs, signatures, fees. */
export function checkTransactions(block: Block, blockSize: number): void {
  const rules = block.common;
  if (rules.isActivatedEIP(7934)) {
    const limit = rules.param('maxRlpBlockSize');
    refuseUnless(BigInt(blockSize) <= limit, 'header-invalid', `the block has ${blockSize} bytes`);
  }
  checkBlobs(block);
  for (const [index, transaction] of block.transactions.entries()) {
    try {
      transaction.getSenderAddress();
    } catch (cause) {
      const detail = `transaction ${index}: ${(cause as Error).message}`;
      throw new Refusal('signature-invalid', detail, { cause });
    }
  }
  const [problem] = block.getTransactionsValidationErrors();
  refuseUnless(problem === undefined, 'transaction-invalid', problem ?? '');
}

function checkBlobs(block: Block): void {
  const rules = block.common;
  if (!rules.isActivatedEIP(4844)) return;
  const perBlob = rules.param('blobGasPerBlob');
  let blobs = 0n;
  for (const transaction of block.transactions) {
    if (isBlob4844Tx(transaction)) blobs += BigInt(transaction.numBlobs());
  }
  const { maxBlobGasPerBlock } = rules.getBlobGasSchedule();
  const used = blobs * perBlob;
  refuseUnless(
    block.header.blobGasUsed === used,
    'blob-gas-mismatch',
    `${blobs} blobs use ${used}, the header has ${block.header.blobGasUsed}`,
  );
  refuseUnless(
    used <= maxBlobGasPerBlock,
    'blob-gas-mismatch',
    `${used} is above ${maxBlobGasPerBlock}`,
  );
}

import {
  type Block,
  type BlockHeader,
  createBlockFromRLP,
  createBlockHeaderFromRLP,
} from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import { createTxFromBlockBodyData } from '@ethereumjs/tx';
import { equalsBytes } from '@ethereumjs/util';
import { type BlockInput, checkChainId } from '../encode-input.ts';
import { fromHex, type Hex, toHex } from '../internal/hex.ts';
import { keccakHex } from '../internal/keccak.ts';
import { readRlpList } from '../internal/rlp.ts';
import type { ReasonName } from '../reason.ts';
import type { Verdict, VerdictStatus } from '../verdict.ts';
import { headerNumber } from '../witness.ts';
import { type Ancestors, findAncestors } from './ancestors.ts';
import { checkFork, createRules } from './chains.ts';
import { checkAgainstParent, checkBody, checkHeader, checkTransactions } from './checks.ts';
import { type Execution, executeBlock } from './execute-block.ts';
import { Refusal, refuseUnless } from './refusal.ts';
import { createWitnessStore, type UsedEntries, type WitnessStore } from './witness-store.ts';

/** The oracle's verdict, and what it needed of the witness to reach it. */
export interface OracleVerdict extends Verdict {
  readonly used: UsedEntries;
  /** Seconds that the validation took, without starting the worker. */
  readonly seconds: number;
}

const ZERO: Hex = `0x${'0'.repeat(64)}`;

/**
 * Validates a block with EthereumJS in this thread. Never rejects for what a block or witness
 * contains; what the library itself could get stuck on is the business of `validateWithOracle`.
 */
export async function runOracle(input: BlockInput): Promise<OracleVerdict> {
  const start = performance.now();
  const chainId = checkChainId(input.chainId);
  const store = createWitnessStore(input.witness);
  const verdict = { ...describeBlock(input.blockRlp), chainId, ...roots() };
  let outcome: { status: VerdictStatus } & Partial<Verdict>;
  try {
    outcome = await validate(input, chainId, store, verdict);
  } catch (error) {
    outcome = { status: 'invalid', reason: reasonOf(store.failure() ?? error) };
  }
  const seconds = (performance.now() - start) / 1000;
  return { ...verdict, ...outcome, used: store.used(), seconds };
}

async function validate(
  input: BlockInput,
  chainId: bigint,
  store: WitnessStore,
  found: { preStateRoot: Hex; postStateRoot: Hex; gasUsed: bigint },
): Promise<{ status: VerdictStatus }> {
  const { blockRlp } = input;
  const rules = createRules(chainId);
  const header = decodeHeader(blockRlp, rules);
  checkFork(header.common);
  checkHeader(header);
  await checkBody(blockRlp, header);

  const ancestors = findAncestors(header, input.witness.headers);
  const parent = decodeParent(ancestors, rules);
  if (parent !== undefined) checkAgainstParent(header, parent);
  const preStateRoot = parent?.stateRoot ?? trustedRoot(input, header);
  found.preStateRoot = toHex(preStateRoot);
  const block = decodeBlock(blockRlp, header);
  checkTransactions(block, blockRlp.length);

  const execution = await executeBlock({ block, rules, store, preStateRoot, ancestors });
  found.postStateRoot = toHex(execution.stateRoot);
  found.gasUsed = execution.gasUsed;
  const failure = store.failure();
  if (failure !== undefined) throw failure;
  compareWithHeader(execution, header);
  return { status: parent === undefined ? 'valid-on-trusted-pre-state' : 'valid' };
}

/** The outcome of the execution against what the header claims (Yellow Paper 4.4.4, EIP-7685). */
function compareWithHeader(execution: Execution, header: BlockHeader): void {
  const { gasUsed } = execution;
  refuseUnless(
    gasUsed === header.gasUsed,
    'gas-used-mismatch',
    `${gasUsed}, the header has ${header.gasUsed}`,
  );
  const compare = (
    name: 'receipts-root-mismatch' | 'requests-hash-mismatch' | 'state-root-mismatch',
    computed: Uint8Array,
    claimed: Uint8Array,
  ) => {
    const detail = `${toHex(computed)}, the header has ${toHex(claimed)}`;
    refuseUnless(equalsBytes(computed, claimed), name, detail);
  };
  compare('receipts-root-mismatch', execution.receiptsRoot, header.receiptTrie);
  refuseUnless(equalsBytes(execution.logsBloom, header.logsBloom), 'logs-bloom-mismatch', '');
  if (header.requestsHash !== undefined) {
    const computed = execution.requestsHash ?? new Uint8Array(0);
    compare('requests-hash-mismatch', computed, header.requestsHash);
  }
  compare('state-root-mismatch', execution.stateRoot, header.stateRoot);
}

function decodeHeader(blockRlp: Uint8Array, rules: Common): BlockHeader {
  const item = readRlpList(blockRlp)?.[0];
  if (item === undefined) throw new Refusal('block-malformed', 'it is not one RLP list');
  const headerRlp = blockRlp.subarray(item.start, item.end);
  const options = { common: rules, setHardfork: true };
  const header = attempt('header-invalid', '', () => createBlockHeaderFromRLP(headerRlp, options));
  // The library drops fields that it does not know; the block is its bytes, not what was understood.
  const isWhole = toHex(header.hash()) === keccakHex(headerRlp);
  refuseUnless(isWhole, 'header-invalid', 'it has other fields than its fork has');
  return header;
}

/** The block whose header and roots are checked; what is wrong with it now is in a transaction. */
function decodeBlock(blockRlp: Uint8Array, { common }: BlockHeader): Block {
  const [, transactions = []] = RLP.decode(blockRlp) as Uint8Array[][];
  for (const [index, transaction] of transactions.entries()) {
    const create = () => createTxFromBlockBodyData(transaction, { common });
    attempt('transaction-invalid', `transaction ${index}: `, create);
  }
  const options = { common, setHardfork: true };
  const block = attempt('block-malformed', '', () => createBlockFromRLP(blockRlp, options));
  const isCanonical = equalsBytes(block.serialize(), blockRlp);
  refuseUnless(isCanonical, 'block-malformed', 'its encoding is not canonical');
  return block;
}

function decodeParent({ parent }: Ancestors, rules: Common): BlockHeader | undefined {
  if (parent === undefined) return undefined;
  const options = { common: rules, setHardfork: true };
  return attempt('header-invalid', 'parent: ', () => createBlockHeaderFromRLP(parent, options));
}

function trustedRoot(input: BlockInput, header: BlockHeader): Uint8Array {
  const root = fromHex(input.trustedPreStateRoot);
  if (root !== undefined) return root;
  throw new Refusal('parent-header-missing', toHex(header.parentHash));
}

function attempt<Value>(name: ReasonName, prefix: string, decode: () => Value): Value {
  try {
    return decode();
  } catch (cause) {
    throw new Refusal(name, prefix + (cause as Error).message, { cause });
  }
}

function reasonOf(error: unknown): NonNullable<Verdict['reason']> {
  if (error instanceof Refusal) return error.reason;
  return new Refusal('execution-failed', error instanceof Error ? error.message : String(error))
    .reason;
}

/** Hash and number from the bytes alone, so that a block that cannot be decoded has them too. */
function describeBlock(blockRlp: Uint8Array): { hash: Hex; number: bigint } {
  const item = readRlpList(blockRlp)?.[0];
  if (item === undefined) return { hash: ZERO, number: 0n };
  const header = blockRlp.subarray(item.start, item.end);
  return { hash: keccakHex(header), number: headerNumber(header) ?? 0n };
}

function roots(): { preStateRoot: Hex; postStateRoot: Hex; gasUsed: bigint } {
  return { preStateRoot: ZERO, postStateRoot: ZERO, gasUsed: 0n };
}

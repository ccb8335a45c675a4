import type { Block } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { createAddressFromString, EthereumJSError } from '@ethereumjs/util';
import { createVM, type RunBlockResult, runBlock, type VM } from '@ethereumjs/vm';
import { fromHex } from '../internal/hex.ts';
import type { Ancestors } from './ancestors.ts';
import { Refusal } from './refusal.ts';
import { createWitnessState, type WitnessState } from './witness-state.ts';
import type { WitnessStore } from './witness-store.ts';

/** What an execution leads to, to be compared with the header. */
export type Execution = Pick<
  RunBlockResult,
  'gasUsed' | 'receiptsRoot' | 'logsBloom' | 'stateRoot' | 'requestsHash'
>;

export interface ExecutionInput {
  readonly block: Block;
  readonly rules: Common;
  readonly store: WitnessStore;
  readonly preStateRoot: Uint8Array;
  readonly ancestors: Ancestors;
}

/** Where the request contracts of EIP-7002 and EIP-7251 are; a block without them is invalid. */
const REQUEST_CONTRACTS = [
  '0x00000961Ef480Eb55e80D19ad83579A64c007002',
  '0x0000BBdDc7CE488642fb579F8B00f3a590007251',
] as const;

/**
 * Executes a block whose header and body have been checked.
 *
 * @throws Refusal, and what EthereumJS throws for a bug of its own
 */
export async function executeBlock(input: ExecutionInput): Promise<Execution> {
  const { block, rules, store, preStateRoot, ancestors } = input;
  const state = createWitnessState(store, preStateRoot);
  const vm = await createVM({
    common: rules,
    stateManager: state,
    blockchain: createBlockHashes(ancestors),
    setHardfork: true,
  });
  const progress = watchTransactions(vm, state);
  watchSystemCalls(vm, state);
  try {
    // `generate` makes the library compute the header's results instead of comparing them: the
    // comparison is ours, in one order and with both values in the reason.
    const result = await runBlock(vm, { block, generate: true, skipBlockValidation: true });
    if (block.common.isActivatedEIP(7002)) await checkRequestContracts(state);
    return result;
  } catch (error) {
    throw explain(error, progress.done, block.transactions.length);
  }
}

/** EthereumJS asks its blockchain for the hashes that BLOCKHASH gives. */
function createBlockHashes({ hashes }: Ancestors) {
  const blockchain = {
    async getBlock(number: number | bigint) {
      const hash = fromHex(hashes.get(BigInt(number)));
      if (hash === undefined) throw new Refusal('missing-ancestor-header', `block ${number}`);
      return { hash: () => hash };
    },
    async putBlock() {},
    shallowCopy: () => blockchain,
  };
  return blockchain;
}

function watchTransactions(vm: VM, state: WitnessState): { done: number } {
  const progress = { done: 0 };
  vm.events.on('beforeTx', () => {
    state.inTransaction = true;
  });
  vm.events.on('afterTx', () => {
    state.inTransaction = false;
    progress.done++;
  });
  return progress;
}

/** The library reads a failed call of the protocol as one without requests; the EIPs do not. */
function watchSystemCalls(vm: VM, state: WitnessState): void {
  const runCall = vm.evm.runCall.bind(vm.evm);
  vm.evm.runCall = async (options) => {
    const result = await runCall(options);
    const failure = result.execResult.exceptionError;
    if (failure !== undefined && !state.inTransaction) {
      throw new Refusal('system-call-failed', `${options.to}: ${failure.error}`);
    }
    return result;
  };
}

async function checkRequestContracts(state: WitnessState): Promise<void> {
  for (const address of REQUEST_CONTRACTS) {
    const code = await state.getCode(createAddressFromString(address));
    if (code.length === 0) throw new Refusal('system-call-failed', `no code at ${address}`);
  }
}

function explain(error: unknown, done: number, transactions: number): unknown {
  const isRule = error instanceof EthereumJSError && done < transactions;
  if (!isRule) return error;
  // The library appends a description of its virtual machine in brackets.
  const message = error.message.replace(/ \(vm hf=.*$/s, '');
  return new Refusal('transaction-invalid', `transaction ${done}: ${message}`, { cause: error });
}

import type { ProbeConsumer } from '@hart/abi';
import { toHex } from './internal/hex.ts';
import { OPCODE_NAMES } from './opcode-names.ts';

/** What one transaction, contract or opcode cost. */
export interface CostShare {
  /** `#3`, an address, an opcode's name, or in words what else it is. */
  readonly name: string;
  /** Instructions of the guest. */
  steps: number;
  /** How often it was executed or called; a transaction once. */
  times: number;
  /** Calls of accelerators, by name. */
  readonly calls: Map<string, number>;
}

/** The steps of a block three times over, divided by transaction, by contract and by opcode; each list adds up to all. */
export interface BlockCost {
  /** In the order of the block, then system calls and what belongs to none: decoding, signatures, witness, roots. */
  readonly transactions: readonly CostShare[];
  /** By the address whose code was executed, precompiles too; the most expensive first. */
  readonly contracts: readonly CostShare[];
  /** The most expensive first; a call's own steps are those before and after the code it calls. */
  readonly opcodes: readonly CostShare[];
}

/** Follows a run of the stateless guest. */
export interface CostAttribution {
  /** For {@link runProgram}. */
  readonly onProbe: ProbeConsumer;
  /** The cost of the whole run of `steps` instructions, once it has ended. */
  finish(steps: number, calls: readonly { name: string; calls: number }[]): BlockCost;
}

const ADDRESS_BYTES = 20;
/** Beginning of the names of probes outside of transactions. */
const PHASE = 'phase-';

interface Frame {
  contract: CostShare;
  opcode: CostShare;
}

/**
 * Divides the steps of a block by the probes of the stateless guest (`guests/stateless/src/probe.rs`): what is between two
 * probes belongs to the transaction, the contract and the opcode that the first of them has begun or gone back to.
 *
 * @example
 * const cost = createCostAttribution();
 * const result = runProgram(elf, { input, onProbe: cost.onProbe });
 * console.log(cost.finish(result.steps, result.accelerators).opcodes[0]);
 */
export function createCostAttribution(): CostAttribution {
  const transactions = new Map<number, CostShare>();
  const contracts = new Map<string, CostShare>();
  const opcodes = new Map<number, CostShare>();
  const phases = new Map<string, CostShare>();
  const start = share('start');
  const systemCalls = share('system calls');
  const creation = share('contract creation');
  const noContract = share('no contract');
  const noOpcode = share('no opcode');

  /** Where the steps outside of transactions go. */
  let phase = start;
  let transaction = start;
  let frame: Frame = { contract: noContract, opcode: noOpcode };
  const callers: Frame[] = [];
  let lastSteps = 0;
  let lastTotal = 0;
  const lastCalls = new Map<string, number>();

  function settle(steps: number): void {
    const spent = steps - lastSteps;
    lastSteps = steps;
    transaction.steps += spent;
    frame.contract.steps += spent;
    frame.opcode.steps += spent;
  }

  function settleCalls(calls: readonly { name: string; calls: number }[]): void {
    for (const { name, calls: count } of calls) {
      const made = count - (lastCalls.get(name) ?? 0);
      if (made === 0) continue;
      lastCalls.set(name, count);
      for (const each of [transaction, frame.contract, frame.opcode]) {
        each.calls.set(name, (each.calls.get(name) ?? 0) + made);
      }
    }
  }

  /** Goes to another transaction or phase, and out of all contracts. */
  function turnTo(next: CostShare): void {
    transaction = next;
    frame = { contract: noContract, opcode: noOpcode };
    callers.length = 0;
  }

  function begin(next: CostShare): void {
    turnTo(next);
    next.times++;
  }

  function enter(contract: CostShare): void {
    contract.times++;
    callers.push(frame);
    // The opcode that calls goes on until the code it calls has one of its own.
    frame = { contract, opcode: frame.opcode };
  }

  return {
    onProbe({ name, registers }, hart, calls) {
      settle(hart.steps);
      if (calls.total !== lastTotal) {
        lastTotal = calls.total;
        settleCalls(calls.counts());
      }
      const value = hart.x[registers[0] ?? 0]!;
      switch (name) {
        case 'opcode':
          frame.opcode = entry(opcodes, Number(value), opcodeName);
          frame.opcode.times++;
          break;
        case 'call': {
          const bytes = hart.read(value, ADDRESS_BYTES);
          enter(bytes === undefined ? noContract : entry(contracts, toHex(bytes), (key) => key));
          break;
        }
        case 'create':
          enter(creation);
          break;
        case 'return':
          frame = callers.pop() ?? { contract: noContract, opcode: noOpcode };
          break;
        case 'transaction':
          begin(entry(transactions, Number(value), (index) => `#${index}`));
          break;
        case 'system-call':
          begin(systemCalls);
          break;
        case 'transaction-end':
          turnTo(phase);
          break;
        default:
          if (name.startsWith(PHASE)) {
            phase = entry(phases, name.slice(PHASE.length), (key) => key);
            begin(phase);
          }
      }
    },
    finish(steps, calls) {
      settle(steps);
      settleCalls(calls);
      return {
        transactions: [...transactions.values(), ...used([systemCalls, start, ...phases.values()])],
        contracts: dearestFirst([...contracts.values(), ...used([creation, noContract])]),
        opcodes: dearestFirst([...opcodes.values(), ...used([noOpcode])]),
      };
    },
  };
}

function share(name: string): CostShare {
  return { name, steps: 0, times: 0, calls: new Map() };
}

function entry<Key>(
  shares: Map<Key, CostShare>,
  key: Key,
  nameOf: (key: Key) => string,
): CostShare {
  let found = shares.get(key);
  if (found === undefined) {
    found = share(nameOf(key));
    shares.set(key, found);
  }
  return found;
}

function opcodeName(number: number): string {
  return OPCODE_NAMES.get(number) ?? `0x${number.toString(16).padStart(2, '0')}`;
}

function used(shares: readonly CostShare[]): CostShare[] {
  return shares.filter(({ steps }) => steps > 0);
}

function dearestFirst(shares: readonly CostShare[]): CostShare[] {
  return shares.toSorted((a, b) => b.steps - a.steps || (a.name < b.name ? -1 : 1));
}

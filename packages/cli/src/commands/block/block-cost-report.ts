import type { CountedAccelerator } from '@hart/abi';
import { ACCELERATORS, COST_TABLES, type CostTableName, modelCost } from '@hart/accelerators';
import type { FunctionInstructions } from '@hart/profile';
import type { BlockCost, CostShare } from '@hart/stateless';
import { shorten } from '../../profile-output.ts';
import { grouped, table } from '../../text.ts';

/** A share of a block's cost, with what the published tables say proving it costs. */
interface PricedShare {
  name: string;
  steps: number;
  /** How often a transaction, contract or opcode was executed; 0 where that is not counted. */
  times: number;
  calls: CountedAccelerator[];
  cost: Record<CostTableName, number>;
}

/** `data.cost` of `hart block --profile --json`. */
export interface BlockCostData {
  transactions: PricedShare[];
  contracts: PricedShare[];
  opcodes: PricedShare[];
  /** Without what they called. */
  functions: PricedShare[];
  /** Of the whole block: the modelled cost, the part that accelerator calls make, and what the table has no price for. */
  total: Record<CostTableName, { cost: number; ofCalls: number; unpriced: Record<string, number> }>;
}

/** Rows of each table on the terminal. */
const TOP = 10;
const NAMES = Object.keys(COST_TABLES) as CostTableName[];

/**
 * Prices every share. Which instructions a function executed is known. Of transactions, contracts and opcodes only their
 * steps are, so these are priced at what a step costs in the mean over the whole run, and accelerator calls exactly.
 */
export function priceBlock(
  { transactions, contracts, opcodes }: BlockCost,
  functions: readonly FunctionInstructions[],
  calls: readonly CountedAccelerator[],
): BlockCostData {
  const instructions = new Map<string, number>();
  for (const each of functions) {
    for (const [name, count] of each.instructions) {
      instructions.set(name, (instructions.get(name) ?? 0) + count);
    }
  }
  const steps = functions.reduce((sum, each) => sum + each.steps, 0);
  const made = new Map(calls.map(({ name, calls: count }) => [name, count]));
  const totals = byTable((name) => modelCost(COST_TABLES[name], { instructions, calls: made }));
  const perStep = byTable((name) => {
    const { cost, ofCalls } = totals[name];
    return (cost - ofCalls) / Math.max(steps, 1);
  });

  function price(share: CostShare): PricedShare {
    const work = { instructions: new Map<string, number>(), calls: share.calls };
    return {
      ...{ name: share.name, steps: share.steps, times: share.times },
      calls: [...share.calls].map(([name, count]) => ({ name, calls: count })),
      cost: byTable(
        (name) => Math.round(share.steps * perStep[name]) + modelCost(COST_TABLES[name], work).cost,
      ),
    };
  }

  function priceFunction(each: FunctionInstructions): PricedShare {
    const named = [...each.calls].map(([number, count]) => [nameOf(number), count] as const);
    const work = { instructions: each.instructions, calls: new Map(named) };
    return {
      ...{ name: each.name, steps: each.steps, times: 0 },
      calls: named
        .filter(([name]) => Object.hasOwn(ACCELERATORS, name))
        .map(([name, count]) => ({ name, calls: count })),
      cost: byTable((name) => modelCost(COST_TABLES[name], work).cost),
    };
  }

  return {
    transactions: transactions.map(price),
    contracts: contracts.map(price),
    opcodes: opcodes.map(price),
    functions: functions.map(priceFunction),
    total: byTable((name) => ({
      ...totals[name],
      unpriced: Object.fromEntries(totals[name].unpriced),
    })),
  };
}

function byTable<Value>(entryOf: (name: CostTableName) => Value): Record<CostTableName, Value> {
  return Object.fromEntries(NAMES.map((name) => [name, entryOf(name)])) as Record<
    CostTableName,
    Value
  >;
}

const NAME_OF_NUMBER: ReadonlyMap<number, string> = new Map(
  Object.values(ACCELERATORS).map(({ number, name }) => [number, name]),
);

function nameOf(number: number): string {
  return NAME_OF_NUMBER.get(number) ?? `call ${number}`;
}

/** The most expensive shares of each kind, and the sums, for the terminal. */
export function renderBlockCost(data: BlockCostData): string {
  const steps = data.opcodes.reduce((sum, share) => sum + share.steps, 0);
  const lists = [
    ['transaction or phase', data.transactions.toSorted((a, b) => b.steps - a.steps)],
    ['contract', data.contracts],
    ['opcode', data.opcodes],
    ['function', data.functions],
  ] as const;
  const tables = lists.map(([what, shares]) => {
    const head = ['steps', '', 'calls', ...NAMES.map((name) => `${name} cost`), 'times', what];
    const rows = shares
      .slice(0, TOP)
      .map((share) => [
        grouped(share.steps),
        `${((100 * share.steps) / Math.max(steps, 1)).toFixed(1)}%`,
        grouped(share.calls.reduce((sum, { calls }) => sum + calls, 0)),
        ...NAMES.map((name) => millions(share.cost[name])),
        share.times > 0 ? grouped(share.times) : '',
        shorten(share.name),
      ]);
    const all = [head, ...rows];
    const widths = head.map((_, n) => Math.max(...all.map((row) => row[n]!.length)));
    const last = head.length - 1;
    return table(
      all.map((row) => row.map((cell, n) => (n < last ? cell.padStart(widths[n]!) : cell))),
    );
  });
  const sums = NAMES.map((name) => {
    const { cost, ofCalls, unpriced } = data.total[name];
    const without = Object.entries(unpriced).map(([what, count]) => `${what} ${grouped(count)}`);
    const missing = without.length > 0 ? `; no price for ${without.join(', ')}` : '';
    return `modelled cost, ${COST_TABLES[name].name} ${COST_TABLES[name].version}: ${millions(cost)}, ${millions(ofCalls)} of it accelerator calls${missing}\n`;
  });
  return `${tables.join('\n')}${sums.join('')}`;
}

function millions(cost: number): string {
  return `${(cost / 1e6).toFixed(cost < 1e7 ? 2 : 0)} M`;
}

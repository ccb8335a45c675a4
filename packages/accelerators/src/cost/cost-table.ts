/**
 * Instructions by the names under which cost tables know them: mnemonics of rv64im, and of `addi` the cases
 * `mv` (plus 0), `li` (of x0) and `nop`, which some prover does for less.
 */
export type PricedInstruction =
  | ('add' | 'addi' | 'mv' | 'li' | 'nop' | 'addw' | 'addiw' | 'sub' | 'subw')
  | ('and' | 'andi' | 'or' | 'ori' | 'xor' | 'xori' | 'slt' | 'slti' | 'sltu' | 'sltiu')
  | ('sll' | 'slli' | 'sllw' | 'slliw' | 'srl' | 'srli' | 'srlw' | 'srliw')
  | ('sra' | 'srai' | 'sraw' | 'sraiw' | 'lui' | 'auipc' | 'jal' | 'jalr')
  | ('beq' | 'bne' | 'blt' | 'bge' | 'bltu' | 'bgeu')
  | ('lb' | 'lbu' | 'lh' | 'lhu' | 'lw' | 'lwu' | 'ld' | 'sb' | 'sh' | 'sw' | 'sd')
  | ('mul' | 'mulh' | 'mulhu' | 'mulhsu' | 'mulw')
  | ('div' | 'divu' | 'divw' | 'divuw' | 'rem' | 'remu' | 'remw' | 'remuw')
  | 'ecall';

/** What one accelerator call costs, and which of the prover's own operations it stands for. */
export interface PricedCall {
  cost: number;
  operations: string;
}

/** One prover's published costs as data. */
export interface CostTable {
  /** For people. */
  name: string;
  /** Release, commit and its date. */
  version: string;
  /** GitHub repository and the files in it. */
  source: string;
  /** What one unit is. */
  unit: string;
  /** What the model takes in and leaves out, one sentence each. */
  notes: readonly string[];
  instructions: Readonly<Record<PricedInstruction, number>>;
  /** By accelerator; one that is missing is no operation of this prover. */
  calls: Readonly<Record<string, PricedCall>>;
}

/** A run as cost tables see it: how often each instruction was executed and each accelerator called. */
export interface Work {
  instructions: ReadonlyMap<string, number>;
  calls: ReadonlyMap<string, number>;
}

export interface ModelledCost {
  /** Of all that has a price. */
  cost: number;
  /** The part of it that accelerator calls make. */
  ofCalls: number;
  /** Instructions and accelerators without a price, and how often they occurred. */
  unpriced: ReadonlyMap<string, number>;
}

/** What proving a run costs by one table. */
export function modelCost(table: CostTable, { instructions, calls }: Work): ModelledCost {
  const unpriced = new Map<string, number>();
  const sum = (work: ReadonlyMap<string, number>, prices: Readonly<Record<string, number>>) => {
    let total = 0;
    for (const [name, times] of work) {
      if (Object.hasOwn(prices, name)) total += times * (prices[name] as number);
      else unpriced.set(name, times);
    }
    return total;
  };
  const ofInstructions = sum(instructions, table.instructions);
  const callPrices = Object.entries(table.calls).map(([name, { cost }]) => [name, cost] as const);
  const ofCalls = sum(calls, Object.fromEntries(callPrices));
  return { cost: ofInstructions + ofCalls, ofCalls, unpriced };
}

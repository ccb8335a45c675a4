import { decode, INSTRUCTIONS, type Instruction, MNEMONICS } from '@hart/riscv';
import { isCallCsr } from '../environment.ts';
import type { Run } from '../run.ts';
import { fold } from './digest.ts';
import type { RowBatch } from './rows.ts';

/** A row as plain values, to be compared with another. */
export interface PlainRow {
  pc: bigint;
  name: string;
  rd: number;
  a: bigint;
  b: bigint;
  result: bigint;
  memoryAddress: bigint;
  memoryValue: bigint;
}

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Copies a batch's rows. */
export function plainRows(batch: RowBatch): PlainRow[] {
  return Array.from({ length: batch.length }, (_, row) => ({
    pc: batch.pc[row]!,
    name: MNEMONICS[batch.op[row]!] as string,
    rd: batch.rd[row]!,
    a: batch.a[row]!,
    b: batch.b[row]!,
    result: batch.result[row]!,
    memoryAddress: batch.memoryAddress[row]!,
    memoryValue: batch.memoryValue[row]!,
  }));
}

/** An instruction with what its row needs to know. */
interface Known extends Instruction {
  name: string;
  a: 'rs1' | 'fs1' | 'zimm' | 'none';
  b: 'rs2' | 'fs2' | 'imm';
  writes: 'x' | 'f' | 'none';
  /** Bits that a load, store or atomic accesses; 0 for others. */
  bits: number;
  /** When its memory value can be seen: a read before the step, a store after it. */
  access: 'none' | 'load' | 'atomic' | 'store' | 'sc';
}

const WIDTHS: Record<string, number> = { b: 8, h: 16, w: 32, d: 64 };

function know(instruction: Instruction): Known {
  const { name, operands } = INSTRUCTIONS[instruction.op] as (typeof INSTRUCTIONS)[number];
  const has = (...wanted: string[]) => operands.some((operand) => wanted.includes(operand));
  const plain = /^(f?l|f?s)([bhwd])u?$/.exec(name);
  const atomic = /^(lr|sc|amo\w+)\.([wd])$/.exec(name);
  const store = plain?.[1]?.endsWith('s') ? 'store' : 'load';
  return {
    ...instruction,
    name,
    a: has('rs1', '(rs1)', 'imm(rs1)') ? 'rs1' : has('fs1') ? 'fs1' : has('zimm') ? 'zimm' : 'none',
    b: has('rs2') ? 'rs2' : has('fs2') ? 'fs2' : 'imm',
    writes: has('rd') ? 'x' : has('fd') ? 'f' : 'none',
    bits: WIDTHS[(plain ?? atomic)?.[2] ?? ''] ?? 0,
    access: plain ? store : atomic ? (atomic[1] === 'sc' ? 'sc' : 'atomic') : 'none',
  };
}

/** The words that calls log from now on; whoever takes them empties the list. */
function watchOperands({ hart }: Run): bigint[] {
  const words: bigint[] = [];
  const log = hart.operands.bind(hart);
  hart.operands = (bytes) => {
    const padded = new Uint8Array((bytes.length + 7) & ~7);
    padded.set(bytes);
    for (const word of new BigUint64Array(padded.buffer)) words.push(word);
    return log(bytes);
  };
  return words;
}

/**
 * The slow way to the rows of replay: advances an interpreted run by one step and says what its row
 * must be, from the registers and the memory before and after. It does not compute: the interpreter
 * did. Undefined when the guest trapped. The program's code must not change.
 *
 * @example
 * const step = createRowOracle(createRun(elf, environment, { engine: 'interpreter' }));
 */
export function createRowOracle(run: Run): () => PlainRow | undefined {
  const known = new Map<bigint, Known>();
  let reservation: bigint | undefined;
  const operands = watchOperands(run);

  function read(address: bigint, bits: number): bigint {
    const bytes = run.hart.read(address, bits / 8);
    if (bytes === undefined) throw new Error(`no memory at ${address}`);
    let value = 0n;
    for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at]!);
    return value;
  }

  function instructionAt(pc: bigint): Known {
    let found = known.get(pc);
    if (found === undefined) {
      const bytes = run.hart.read(pc, 4) ?? run.hart.read(pc, 2);
      if (bytes === undefined) throw new Error('no code');
      const word = bytes.reduceRight((value, byte) => value * 256 + byte, 0);
      found = know(decode(word) as Instruction);
      known.set(pc, found);
    }
    return found;
  }

  return () => {
    const { pc, steps } = run;
    const { x, f } = run.hart;
    const i = instructionAt(pc);
    const { name, bits, access } = i;
    const csrCall =
      name.startsWith('csr') && isCallCsr(i.imm) && (name.startsWith('csrrw') || i.rs1 !== 0);
    const call = name === 'ecall' || csrCall;
    const before = call ? x.slice() : x;
    operands.length = 0;
    let a = i.a === 'zimm' ? BigInt(i.rs1) : 0n;
    if (i.a === 'rs1' || i.a === 'fs1') a = (i.a === 'rs1' ? x : f)[i.rs1]!;
    let b = i.b === 'imm' ? u64(BigInt(i.imm)) : (i.b === 'rs2' ? x : f)[i.rs2]!;
    if (name === 'ecall') [a, b] = [x[17]!, x[10]!];

    let memoryAddress = 0n;
    let memoryValue = 0n;
    if (access !== 'none') memoryAddress = u64(a + BigInt(i.imm));
    if (access === 'load' || access === 'atomic') {
      const value = read(memoryAddress, bits);
      memoryValue = name.endsWith('u') ? value : u64(BigInt.asIntN(bits, value));
      // A single is not extended but boxed.
      if (name === 'flw') memoryValue = value | 0xffffffff00000000n;
    }

    run.advance(1);
    if (run.steps === steps) return undefined;

    const failed = access === 'sc' && reservation !== a;
    if (failed) memoryAddress = 0n;
    else if (access === 'store' || access === 'sc') memoryValue = read(memoryAddress, bits);
    if (name.startsWith('lr.')) reservation = a;
    if (access === 'sc') reservation = undefined;

    if (operands.length > 0) {
      memoryAddress = BigInt(operands.length);
      memoryValue = fold(0n, operands);
    }
    let rd = i.writes === 'none' ? 0 : i.rd;
    if (i.writes === 'f') {
      return { pc, name, rd: 32 + rd, a, b, result: f[rd]!, memoryAddress, memoryValue };
    }
    if (call)
      rd = Math.max(
        0,
        x.findIndex((value, n) => value !== before[n]),
      );
    return { pc, name, rd, a, b, result: rd === 0 ? 0n : x[rd]!, memoryAddress, memoryValue };
  };
}

import { decode, INSTRUCTIONS, type Instruction, MNEMONICS } from '@hart/riscv';
import type { Run } from '../../index.ts';
import type { RowBatch } from '../../replay/rows.ts';

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

/**
 * Advances an interpreted run by one step and says what its row must be, from the registers and the
 * memory before and after. It does not compute: the interpreter did. Undefined when the guest trapped.
 */
export function createRowOracle(run: Run): () => PlainRow | undefined {
  let reservation: bigint | undefined;

  function read(address: bigint, size: number): bigint {
    const bytes = run.hart.read(address, size);
    if (bytes === undefined) throw new Error(`no memory at ${address}`);
    return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  function instructionAt(pc: bigint): Instruction {
    const bytes = run.hart.read(pc, 4) ?? run.hart.read(pc, 2);
    if (bytes === undefined) throw new Error('no code');
    const word = bytes.reduceRight((value, byte) => value * 256 + byte, 0);
    return decode(word) as Instruction;
  }

  return () => {
    const pc = run.pc;
    const before = run.hart.x.slice();
    const i = instructionAt(pc);
    const { name, operands } = INSTRUCTIONS[i.op] as (typeof INSTRUCTIONS)[number];
    const has = (...wanted: string[]) => operands.some((operand) => wanted.includes(operand));
    let a = 0n;
    if (has('rs1', '(rs1)', 'imm(rs1)')) a = before[i.rs1]!;
    if (has('zimm')) a = BigInt(i.rs1);
    let b = has('rs2') ? before[i.rs2]! : u64(BigInt(i.imm));
    if (name === 'ecall') [a, b] = [before[17]!, before[10]!];

    let memoryAddress = 0n;
    let memoryValue = 0n;
    const load = /^l([bhwd])(u?)$/.exec(name);
    const store = /^s([bhwd])$/.exec(name);
    const bits = (letter: string) => ({ b: 8, h: 16, w: 32, d: 64 })[letter] as number;
    if (load) {
      const width = bits(load[1] as string);
      memoryAddress = u64(a + BigInt(i.imm));
      const value = read(memoryAddress, width / 8);
      memoryValue = load[2] === 'u' ? value : u64(BigInt.asIntN(width, value));
    }
    const atomicBits = name.endsWith('.w') ? 32 : 64;
    if (name.startsWith('lr.') || name.startsWith('amo')) {
      memoryAddress = a;
      memoryValue = u64(BigInt.asIntN(atomicBits, read(a, atomicBits / 8)));
    }

    const { steps } = run;
    run.advance(1);
    if (run.steps === steps) return undefined;
    const after = run.hart.x;

    if (store) {
      memoryAddress = u64(a + BigInt(i.imm));
      memoryValue = read(memoryAddress, bits(store[1] as string) / 8);
    }
    if (name.startsWith('lr.')) reservation = a;
    if (name.startsWith('sc.')) {
      if (reservation === a) {
        memoryAddress = a;
        memoryValue = read(a, atomicBits / 8);
      }
      reservation = undefined;
    }
    let rd = has('rd') ? i.rd : 0;
    if (name === 'ecall')
      rd = Math.max(
        0,
        after.findIndex((value, n) => value !== before[n]),
      );
    const result = rd === 0 ? 0n : after[rd]!;
    return { pc, name, rd, a, b, result, memoryAddress, memoryValue };
  };
}

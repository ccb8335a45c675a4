import { CONTINUE, type Handled, type HartView } from '@hart/machine';
import type { Instruction } from '@hart/riscv';
import { refuse } from '../refusal.ts';
import { type CallSite, is } from './call-site.ts';
import type { Fcalls } from './fcalls.ts';
import { isBytes, readable, writable } from './operands.ts';

/**
 * A DMA call is a CSR instruction whose operands stand in the one or two instructions behind it, which are
 * never executed. Those that `csrs` starts have one, and `csrsi 0x816, 2` has two.
 */
export interface DmaCall {
  readonly name: string;
  readonly csr: number;
  /** How the pair is written, and what it does, for people. */
  readonly forms: readonly string[];
  readonly does: string;
  /** Carries out the call with the CSR instruction's source `value`; undefined if it is no form of it. */
  run(hart: HartView, value: bigint, site: CallSite, fcalls: Fcalls): Handled | undefined;
}

const PASS_ONE: Handled = { kind: 'skip', instructions: 1 };
const PASS_TWO: Handled = { kind: 'skip', instructions: 2 };

/** Lengths are checked before they become numbers: no memory is so large. */
function sizeOf(count: bigint): number {
  return Number(count > 0xffff_ffffn ? 0xffff_ffffn : count);
}

/** The count of a pair: `add rd, dst, count` or `addi rd, dst, count`; undefined if it is neither. */
function countOf(hart: HartView, pair: Instruction | undefined): bigint | undefined {
  if (is(pair, 'add')) return hart.x[pair!.rs2];
  if (is(pair, 'addi')) return BigInt.asUintN(64, BigInt(pair!.imm));
  return undefined;
}

function setResult(hart: HartView, rd: number, value: bigint): void {
  if (rd !== 0) hart.x[rd] = value;
}

const memcpy: DmaCall = {
  name: 'dma_memcpy',
  csr: 0x813,
  forms: ['csrs 0x813, src; add rd, dst, count', 'csrs 0x813, src; addi rd, dst, count'],
  does: 'copies, also where both overlap; rd = dst',
  run(hart, source, { next: [pair] }) {
    const count = countOf(hart, pair);
    if (count === undefined) return undefined;
    const target = hart.x[pair!.rs1] as bigint;
    // As in ZisK, nothing is touched then, and the addresses may be anything.
    if (count > 0n && target !== source) {
      const from = readable(hart, source, sizeOf(count), 'memcpy');
      if (!isBytes(from)) return from;
      const to = writable(hart, target, sizeOf(count), 'memcpy');
      if (!isBytes(to)) return to;
      // What is written is the same.
      hart.operands(from);
      to.set(from);
    }
    setResult(hart, pair!.rd, target);
    return PASS_ONE;
  },
};

/** a − b of the first bytes that differ, or 0. */
function difference(a: Uint8Array, b: Uint8Array): number {
  const length = a.length;
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return (a[index] as number) - (b[index] as number);
  }
  return 0;
}

const memcmp: DmaCall = {
  name: 'dma_memcmp',
  csr: 0x814,
  forms: ['csrs 0x814, b; add rd, a, count', 'csrs 0x814, b; addi rd, a, count'],
  does: 'compares; rd = the difference a − b of the first bytes that differ, or 0',
  run(hart, second, { next: [pair] }) {
    const count = countOf(hart, pair);
    if (count === undefined) return undefined;
    let result = 0;
    if (count > 0n) {
      const a = readable(hart, hart.x[pair!.rs1] as bigint, sizeOf(count), 'memcmp');
      if (!isBytes(a)) return a;
      const b = readable(hart, second, sizeOf(count), 'memcmp');
      if (!isBytes(b)) return b;
      hart.operands(a);
      hart.operands(b);
      result = difference(a, b);
    }
    setResult(hart, pair!.rd, BigInt.asUintN(64, BigInt(result)));
    return PASS_ONE;
  },
};

const inputcpy: DmaCall = {
  name: 'dma_inputcpy',
  csr: 0x815,
  forms: ['csrs 0x815, any; add rd, dst, count', 'csrs 0x815, any; addi rd, dst, count'],
  does: 'takes the next count bytes, a multiple of 8, of the result of an fcall; rd = dst',
  run(hart, _any, { next: [pair] }, fcalls) {
    const count = countOf(hart, pair);
    if (count === undefined) return undefined;
    const target = hart.x[pair!.rs1] as bigint;
    if (count % 8n !== 0n) return refuse(`ZisK's inputcpy takes words, not ${count} bytes`);
    const result = fcalls.take(sizeOf(count) / 8);
    if (result === undefined) return refuse(`An fcall's result has fewer than ${count} bytes left`);
    if (count > 0n) {
      const to = writable(hart, target, sizeOf(count), 'inputcpy');
      if (!isBytes(to)) return to;
      to.set(new Uint8Array(result.buffer, result.byteOffset, result.byteLength));
      hart.operands(to);
    }
    setResult(hart, pair!.rd, target);
    return PASS_ONE;
  },
};

function fill(hart: HartView, target: bigint, count: bigint, byte: number): Handled {
  if (count === 0n) return CONTINUE;
  const to = writable(hart, target, sizeOf(count), 'memset');
  if (!isBytes(to)) return to;
  // Nothing for a trace: all follows from the instructions and registers.
  to.fill(byte);
  return CONTINUE;
}

function isByte(pair: Instruction | undefined): pair is Instruction {
  return is(pair, 'addi') && pair!.imm >= 0 && pair!.imm <= 0xff;
}

const memset: DmaCall = {
  name: 'dma_memset',
  csr: 0x816,
  forms: [
    'csrs 0x816, dst; addi rd, count, byte',
    'csrsi 0x816, 2; addi rd, dst, count; addi x0, x0, byte',
  ],
  does: 'fills with a byte; rd = dst',
  run(hart, value, { instruction, next: [first, second] }) {
    let [target, count, byte, skip] = [value, 0n, second, PASS_TWO];
    if (is(instruction, 'csrrs') && isByte(first)) {
      [count, byte, skip] = [hart.x[first.rs1] as bigint, first, PASS_ONE];
    } else if (is(instruction, 'csrrsi') && value === 2n && is(first, 'addi') && isByte(second)) {
      target = hart.x[first!.rs1] as bigint;
      count = BigInt.asUintN(64, BigInt(first!.imm));
    } else return undefined;
    const filled = fill(hart, target, count, byte!.imm);
    if (filled !== CONTINUE) return filled;
    setResult(hart, first!.rd, target);
    return skip;
  },
};

const profile: DmaCall = {
  name: 'profile',
  csr: 0x81a,
  forms: ['csrs 0x81a, tag; addi x0, x0, command'],
  does: "marks a place for ZisK's profiler; nothing here",
  run: (_hart, _tag, { next: [pair] }) =>
    is(pair, 'addi') && pair!.rd === 0 && pair!.rs1 === 0 ? PASS_ONE : undefined,
};

/** The calls with operands in the next instructions, by CSR. */
export const DMA_CALLS: ReadonlyMap<number, DmaCall> = new Map(
  [memcpy, memcmp, inputcpy, memset, profile].map((call) => [call.csr, call]),
);

import type { Instruction } from '@hart/riscv';
import { NO_RESERVATION } from '../state.ts';
import { type Execute, type Hart, TrapSignal } from './hart.ts';

/** Reads rd := M[rs1], writes M[rs1] := combine(old, rs2); the address must be aligned. */
function amo(
  hart: Hart,
  i: Instruction,
  size: 4 | 8,
  combine: (old: bigint, operand: bigint) => bigint,
): void {
  const address = hart.s[i.rs1]!;
  requireAligned(address, size, 'store-address-misaligned');
  requireWritable(hart, address, size);
  const old = hart.log(BigInt.asIntN(size * 8, hart.load(i.rs1, 0, size)));
  hart.store(
    i.rs1,
    0,
    size,
    BigInt.asUintN(64, combine(old, BigInt.asIntN(size * 8, hart.s[i.rs2]!))),
  );
  hart.s[i.rd] = old;
}

function requireAligned(
  address: bigint,
  size: number,
  cause: 'load-address-misaligned' | 'store-address-misaligned',
): void {
  if (BigInt.asUintN(64, address) % BigInt(size) !== 0n) {
    throw new TrapSignal(cause, BigInt.asUintN(64, address));
  }
}

/** Atomics exist in writable plain memory only, so that a failing one has no effect at all. */
function requireWritable(hart: Hart, address: bigint, size: number): void {
  const { base, size: length } = hart.environment.memory.writable;
  const offset = Number(BigInt.asUintN(64, address)) - base;
  if (offset < 0 || offset + size > length) {
    throw new TrapSignal('store-access-fault', BigInt.asUintN(64, address));
  }
}

function loadReserved(hart: Hart, { rd, rs1 }: Instruction, size: 4 | 8): void {
  const address = hart.s[rs1]!;
  requireAligned(address, size, 'load-address-misaligned');
  hart.s[rd] = hart.log(BigInt.asIntN(size * 8, hart.load(rs1, 0, size)));
  hart.reservation = address;
}

/** Succeeds iff the last reservation is for this address and no `sc` came since. */
function storeConditional(hart: Hart, { rd, rs1, rs2 }: Instruction, size: 4 | 8): void {
  const address = hart.s[rs1]!;
  requireAligned(address, size, 'store-address-misaligned');
  requireWritable(hart, address, size);
  const succeeds = hart.reservation === address;
  if (succeeds) hart.store(rs1, 0, size, hart.x[rs2]!);
  hart.reservation = NO_RESERVATION;
  hart.s[rd] = succeeds ? 0n : 1n;
}

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);
const swap = (_: bigint, b: bigint): bigint => b;
const add = (a: bigint, b: bigint): bigint => a + b;
const xor = (a: bigint, b: bigint): bigint => a ^ b;
const and = (a: bigint, b: bigint): bigint => a & b;
const or = (a: bigint, b: bigint): bigint => a | b;
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
// Sign extension keeps the unsigned order of 32-bit values.
const minu = (a: bigint, b: bigint): bigint => (unsigned(a) < unsigned(b) ? a : b);
const maxu = (a: bigint, b: bigint): bigint => (unsigned(a) > unsigned(b) ? a : b);

/** RV64A: load-reserved/store-conditional and atomic memory operations (unprivileged ISA, chapter 14). */
export const rv64a = {
  'lr.w': (h, i) => loadReserved(h, i, 4),
  'lr.d': (h, i) => loadReserved(h, i, 8),
  'sc.w': (h, i) => storeConditional(h, i, 4),
  'sc.d': (h, i) => storeConditional(h, i, 8),
  'amoswap.w': (h, i) => amo(h, i, 4, swap),
  'amoadd.w': (h, i) => amo(h, i, 4, add),
  'amoxor.w': (h, i) => amo(h, i, 4, xor),
  'amoand.w': (h, i) => amo(h, i, 4, and),
  'amoor.w': (h, i) => amo(h, i, 4, or),
  'amomin.w': (h, i) => amo(h, i, 4, min),
  'amomax.w': (h, i) => amo(h, i, 4, max),
  'amominu.w': (h, i) => amo(h, i, 4, minu),
  'amomaxu.w': (h, i) => amo(h, i, 4, maxu),
  'amoswap.d': (h, i) => amo(h, i, 8, swap),
  'amoadd.d': (h, i) => amo(h, i, 8, add),
  'amoxor.d': (h, i) => amo(h, i, 8, xor),
  'amoand.d': (h, i) => amo(h, i, 8, and),
  'amoor.d': (h, i) => amo(h, i, 8, or),
  'amomin.d': (h, i) => amo(h, i, 8, min),
  'amomax.d': (h, i) => amo(h, i, 8, max),
  'amominu.d': (h, i) => amo(h, i, 8, minu),
  'amomaxu.d': (h, i) => amo(h, i, 8, maxu),
} satisfies Record<string, Execute>;

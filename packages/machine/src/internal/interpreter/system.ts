import { isCallCsr } from '../../environment.ts';
import { readFloatCsr, writeFloatCsr } from '../float/float-unit.ts';
import { type Execute, type Hart, refused, TrapSignal } from './hart.ts';

/** Zicntr: on this machine the clock, cycle and retired-instruction counters are all the step count. */
const COUNTERS: ReadonlySet<number> = new Set([0xc00, 0xc01, 0xc02]);

function readCsr(hart: Hart, csr: number): bigint {
  // Part of the hart's state, so that a trace need not say it.
  const float = readFloatCsr(hart, csr);
  if (float !== undefined) return float;
  const value = COUNTERS.has(csr) ? BigInt(hart.steps) : hart.environment.readCsr?.(csr);
  if (value === undefined) throw new TrapSignal('illegal-instruction');
  if (typeof value !== 'bigint') throw refused(value);
  return hart.log(value);
}

function writeCsr(hart: Hart, csr: number, value: bigint): void {
  if (writeFloatCsr(hart, csr, value)) return;
  // Bits 11:10 both set mark a read-only CSR (privileged ISA §2.1).
  const readOnly = csr >>> 10 === 3;
  if (readOnly || !(hart.environment.writeCsr?.(csr, BigInt.asUintN(64, value)) ?? false)) {
    throw new TrapSignal('illegal-instruction');
  }
}

/** Lets the environment execute a CSR call. */
function callCsr(hart: Hart, csr: number, rd: number, value: bigint): void {
  const old = hart.s[rd]!;
  try {
    const known = hart.call(() => {
      hart.s[rd] = 0n;
      return hart.environment.csrCall?.(hart, csr, value);
    });
    if (!known) throw new TrapSignal('illegal-instruction');
  } catch (signal) {
    // A trap leaves the registers as they were.
    hart.s[rd] = old;
    throw signal;
  }
}

/** csrrw does not read when rd is x0; csrrs and csrrc do not write when the source is x0 or 0. */
function swapCsr(hart: Hart, csr: number, rd: number, value: bigint): void {
  if (isCallCsr(csr)) {
    callCsr(hart, csr, rd, value);
    return;
  }
  const old = rd === 0 ? 0n : readCsr(hart, csr);
  writeCsr(hart, csr, value);
  hart.x[rd] = old;
}

function changeCsr(
  hart: Hart,
  csr: number,
  rd: number,
  source: number,
  operand: bigint,
  change: (old: bigint) => bigint,
): void {
  if (source !== 0 && isCallCsr(csr)) {
    callCsr(hart, csr, rd, operand);
    return;
  }
  const old = readCsr(hart, csr);
  if (source !== 0) writeCsr(hart, csr, change(old));
  hart.x[rd] = old;
}

const illegal: Execute = () => {
  throw new TrapSignal('illegal-instruction');
};

/** Zicsr, Zifencei and the privileged instructions, which no environment has yet. */
export const system = {
  csrrw: (h, { rd, rs1, imm }) => swapCsr(h, imm, rd, h.x[rs1]!),
  csrrs: (h, { rd, rs1, imm }) => {
    const mask = h.x[rs1]!;
    changeCsr(h, imm, rd, rs1, mask, (old) => old | mask);
  },
  csrrc: (h, { rd, rs1, imm }) => {
    const mask = h.x[rs1]!;
    changeCsr(h, imm, rd, rs1, mask, (old) => old & ~mask);
  },
  csrrwi: (h, { rd, rs1, imm }) => swapCsr(h, imm, rd, BigInt(rs1)),
  csrrsi: (h, { rd, rs1, imm }) => {
    const mask = BigInt(rs1);
    changeCsr(h, imm, rd, rs1, mask, (old) => old | mask);
  },
  csrrci: (h, { rd, rs1, imm }) => {
    const mask = BigInt(rs1);
    changeCsr(h, imm, rd, rs1, mask, (old) => old & ~mask);
  },
  'fence.i': (h) => {
    if (h.code.refresh()) h.onCodeChanged();
  },
  mret: illegal,
  wfi: illegal,
} satisfies Record<string, Execute>;

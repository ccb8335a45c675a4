import type { Execute } from './hart.ts';

const low32 = (value: bigint): bigint => BigInt.asIntN(32, value);
const unsigned32 = (value: bigint): bigint => BigInt.asUintN(32, value);

// Division by zero gives all ones and leaves the dividend as remainder; the one signed overflow
// wraps by itself when the quotient is stored (unprivileged ISA, table 13.1).
const quotient = (dividend: bigint, divisor: bigint): bigint =>
  divisor === 0n ? -1n : dividend / divisor;
const remainder = (dividend: bigint, divisor: bigint): bigint =>
  divisor === 0n ? dividend : dividend % divisor;

/** RV64M: integer multiplication and division (unprivileged ISA, chapter 13). */
export const rv64m = {
  mul: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! * h.s[rs2]!;
  },
  mulh: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = (h.s[rs1]! * h.s[rs2]!) >> 64n;
  },
  mulhsu: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = (h.s[rs1]! * h.x[rs2]!) >> 64n;
  },
  mulhu: (h, { rd, rs1, rs2 }) => {
    h.x[rd] = (h.x[rs1]! * h.x[rs2]!) >> 64n;
  },
  div: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = quotient(h.s[rs1]!, h.s[rs2]!);
  },
  divu: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = quotient(h.x[rs1]!, h.x[rs2]!);
  },
  rem: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = remainder(h.s[rs1]!, h.s[rs2]!);
  },
  remu: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = remainder(h.x[rs1]!, h.x[rs2]!);
  },
  mulw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(h.s[rs1]! * h.s[rs2]!);
  },
  divw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(quotient(low32(h.s[rs1]!), low32(h.s[rs2]!)));
  },
  divuw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(quotient(unsigned32(h.s[rs1]!), unsigned32(h.s[rs2]!)));
  },
  remw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(remainder(low32(h.s[rs1]!), low32(h.s[rs2]!)));
  },
  remuw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(remainder(unsigned32(h.s[rs1]!), unsigned32(h.s[rs2]!)));
  },
} satisfies Record<string, Execute>;

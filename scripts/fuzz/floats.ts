import { INSTRUCTIONS, type Mnemonic, type Operands } from '@hart/riscv';
import type { CodeWriter } from './code-writer.ts';
import { destination } from './leaves.ts';
import type { Random } from './random.ts';
import { RESERVED } from './registers.ts';

/** Instructions of F and D that compute, with what the fuzzer has to know of their operands. */
const COMPUTING = INSTRUCTIONS.filter(
  ({ extension, operands }) =>
    (extension === 'F' || extension === 'D') &&
    !(operands as readonly string[]).includes('imm(rs1)'),
).map(({ name, operands }) => ({
  name: name as Mnemonic,
  operands: new Set<string>(operands),
}));
/** Where most programs spend their time. */
const COMMON = COMPUTING.filter(({ name }) => /^f(add|sub|mul|div|m?add|msub|nm\w+)\./.test(name));

/** Names of registers of Zicsr: `fflags`, `frm`, `fcsr`. */
const CSRS = [1, 2, 3] as const;

/** The upper 20 bits of doubles at which arithmetic changes; the sign comes on top. */
const DOUBLE_TOPS = [
  ...[0x00000, 0x00001, 0x000ff, 0x00100, 0x00080, 0x01000, 0x00200],
  ...[0x38000, 0x38100, 0x36900, 0x37f00, 0x38080, 0x3c900, 0x3ca00, 0x3cb00],
  ...[0x3fe00, 0x3ff00, 0x3ff80, 0x40000, 0x40080, 0x41d00, 0x41e00, 0x41f00],
  ...[0x43300, 0x43400, 0x43c00, 0x43d00, 0x43e00, 0x43f00, 0x47e00, 0x47f00],
  ...[0x1ff00, 0x20000, 0x1e600, 0x1ca00, 0x5fe00, 0x5ff00, 0x60000],
  ...[0x7fd00, 0x7fe00, 0x7ff00, 0x7ff01, 0x7ff80],
];
/** The same of singles. */
const SINGLE_TOPS = [
  ...[0x00000, 0x00001, 0x007ff, 0x00800, 0x00400, 0x01000, 0x33800, 0x34000],
  ...[0x3f000, 0x3f800, 0x3fc00, 0x40000, 0x40400, 0x4b000, 0x4b800, 0x4e800],
  ...[0x4f000, 0x4f800, 0x5e800, 0x5f000, 0x5f800, 0x1f800, 0x20000, 0x0c800],
  ...[0x7e800, 0x7f000, 0x7f800, 0x7f801, 0x7fc00],
];

/** Bits of a double or a boxed single that are often special. */
export function floatBits(random: Random): bigint {
  const { below, oneIn, pick } = random;
  if (oneIn(10)) return BigInt.asUintN(64, random.word());
  const low = pick([0n, 0n, 1n, -1n, random.word()]);
  const sign = BigInt(below(2));
  if (oneIn(2)) {
    const top = BigInt(oneIn(3) ? 0x3f000 + below(0x200) : pick(DOUBLE_TOPS));
    return (sign << 63n) | (top << 44n) | BigInt.asUintN(44, low);
  }
  const top = BigInt(oneIn(3) ? 0x3f000 + below(0x1000) : pick(SINGLE_TOPS));
  return (0xffffffffn << 32n) | (sign << 31n) | (top << 12n) | BigInt.asUintN(12, low);
}

/** Few registers, so that values meet; now and then any. */
function floatRegister({ below, oneIn }: Random): number {
  return oneIn(6) ? below(32) : 8 + below(8);
}

/**
 * An instruction of F or D, or something about its state. A calm program leaves mode and flags alone, so
 * that compiled code need not ask the host.
 */
export function writeFloat(code: CodeWriter, random: Random, calm: boolean): void {
  const { below, oneIn, pick } = random;
  const choice = below(20);
  if (choice < 4) writeConstant(code, random);
  else if (choice < 7) writeAccess(code, random);
  else if (choice < 8 && !calm) writeMode(code, random);
  else compute(code, random, pick(oneIn(2) ? COMMON : COMPUTING), calm);
}

function compute(
  code: CodeWriter,
  random: Random,
  { name, operands }: (typeof COMPUTING)[number],
  calm: boolean,
): void {
  const { below, oneIn } = random;
  const given = {
    rd: operands.has('fd') ? floatRegister(random) : destination(random),
    rs1: operands.has('fs1') ? floatRegister(random) : below(32),
    ...(operands.has('fs2') && { rs2: floatRegister(random) }),
  };
  const mode = oneIn(calm ? 12 : 3) ? below(5) : 7;
  const third = operands.has('fs3') ? floatRegister(random) << 3 : 0;
  code.op(name, operands.has('rm') ? { ...given, imm: third | mode } : given);
}

/** Puts a special value into a register, by way of an integer one. */
function writeConstant(code: CodeWriter, random: Random): void {
  const { below, pick, oneIn } = random;
  const { scratch } = RESERVED;
  const rd = floatRegister(random);
  const single = oneIn(2);
  const top = oneIn(3) ? 0x3f000 + below(0x1000) : pick(single ? SINGLE_TOPS : DOUBLE_TOPS);
  code.op('lui', { rd: scratch, imm: (below(2) << 31) | (top << 12) | 0 });
  if (!single) code.op('slli', { rd: scratch, rs1: scratch, imm: 32 });
  const imm = pick([0, 0, 1, -1, below(2048)]);
  if (imm !== 0) code.op('addi', { rd: scratch, rs1: scratch, imm });
  code.op(single ? 'fmv.w.x' : 'fmv.d.x', { rd, rs1: scratch });
}

function writeAccess(code: CodeWriter, random: Random): void {
  const { below, between, pick, oneIn } = random;
  const rs1 = pick([RESERVED.data, RESERVED.stack]);
  const imm = oneIn(3) ? between(-1024, 760) : 8 * between(-128, 95);
  const access: Operands = { rs1, imm };
  if (oneIn(2)) code.op(pick(['flw', 'fld'] as const), { ...access, rd: floatRegister(random) });
  else
    code.op(pick(['fsw', 'fsd'] as const), {
      ...access,
      rs2: oneIn(4) ? below(32) : floatRegister(random),
    });
}

/** Reads or changes the rounding mode or the flags; the mode stays one that exists. */
function writeMode(code: CodeWriter, random: Random): void {
  const { below, oneIn, pick } = random;
  const rd = destination(random);
  switch (below(4)) {
    case 0:
      code.op('csrrs', { rd, rs1: 0, imm: pick(CSRS) });
      break;
    case 1:
      code.op('csrrwi', { rd, rs1: oneIn(2) ? 0 : below(5), imm: 2 });
      break;
    case 2:
      code.op(pick(['csrrwi', 'csrrsi', 'csrrci'] as const), { rd, rs1: below(32), imm: 1 });
      break;
    default:
      code.op('addi', { rd: RESERVED.scratch, rs1: 0, imm: (below(5) << 5) | below(32) });
      code.op('csrrw', { rd, rs1: RESERVED.scratch, imm: 3 });
  }
}

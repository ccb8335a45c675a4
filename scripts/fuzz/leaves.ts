import { decode, encode, INSTRUCTIONS, MNEMONICS, type Mnemonic, type Operands } from '@hart/riscv';
import type { CodeWriter } from './code-writer.ts';
import type { Random } from './random.ts';
import { isReserved, RESERVED } from './registers.ts';

/** Random accesses stay within this distance of the data register. */
const REACH = 1024;

const rows = INSTRUCTIONS.map(({ name, extension, format, operands }) => ({
  name: name as Mnemonic,
  extension,
  format,
  memory: (operands as readonly string[]).includes('imm(rs1)') && name !== 'jalr',
}));
const STRAIGHT_FORMATS = ['R', 'I', 'Ishift5', 'Ishift6', 'U', 'S'];
const straight = rows.filter(
  ({ name, extension, format }) =>
    (extension === 'I' || extension === 'M') &&
    STRAIGHT_FORMATS.includes(format) &&
    name !== 'jalr',
);
const amos = rows.filter(({ name }) => name.startsWith('amo')).map(({ name }) => name);

export const BRANCHES = ['beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu'] as const;
const controlOrSystem: ReadonlySet<string> = new Set([
  ...BRANCHES,
  'jal',
  'jalr',
  'ecall',
  'ebreak',
  'mret',
  'wfi',
  'fence',
  'fence.i',
]);

/** A register that random instructions may write. */
export function destination({ below }: Random): number {
  for (;;) {
    const register = below(32);
    if (!isReserved(register)) return register;
  }
}

/** A 16- or 32-bit instruction of I, M or C that goes on to the next. */
export function writeLeaf(code: CodeWriter, random: Random): void {
  if (random.oneIn(3)) code.half(harmlessHalf(random, true));
  else writePlain(code, random);
}

/** A 32-bit one. */
export function writePlain(code: CodeWriter, random: Random): void {
  const { below, between, pick } = random;
  const { name, format, memory } = pick(straight);
  const rd = destination(random);
  if (memory) {
    const rs1 = pick([RESERVED.data, RESERVED.stack]);
    const imm = between(-REACH, REACH - 264);
    code.op(name, format === 'S' ? { rs1, rs2: below(32), imm } : { rd, rs1, imm });
    return;
  }
  switch (format) {
    case 'R':
      code.op(name, { rd, rs1: below(32), rs2: below(32) });
      break;
    case 'U':
      code.op(name, { rd, imm: below(2 ** 20) << 12 });
      break;
    default:
      code.op(name, { rd, rs1: below(32), imm: immediate(format, random) });
  }
}

function immediate(format: string, { between }: Random): number {
  if (format === 'Ishift5') return between(0, 31);
  return format === 'Ishift6' ? between(0, 63) : between(-2048, 2047);
}

/** A 32-bit instruction without memory access, as a word: something to patch code with. */
export function harmlessWord(random: Random): number {
  for (;;) {
    const word = random.below(2 ** 16) | (random.below(2 ** 16) << 16) | 3;
    const i = decode(word);
    if (i === undefined || isReserved(i.rd) || (word & 3) !== 3) continue;
    const row = rows[i.op] as (typeof rows)[number];
    if (straight.some(({ name }) => name === row.name) && !row.memory) return word >>> 0;
  }
}

/** A random 16-bit word that is harmless: no control, no reserved register, memory near the data. */
export function harmlessHalf(random: Random, allowMemory: boolean): number {
  for (;;) {
    const half = random.below(2 ** 16);
    const i = (half & 3) === 3 ? undefined : decode(half);
    if (i === undefined) continue;
    const name = MNEMONICS[i.op] as Mnemonic;
    if (controlOrSystem.has(name) || isReserved(i.rd)) continue;
    const row = rows[i.op] as (typeof rows)[number];
    if (!row.memory) return half;
    if (allowMemory && (i.rs1 === RESERVED.data || i.rs1 === RESERVED.stack)) return half;
  }
}

/** An AMO, or a pair of lr and sc with nothing but register work between them. */
export function writeAtomic(code: CodeWriter, random: Random): void {
  const { below, pick, between, oneIn } = random;
  const { pointer, data } = RESERVED;
  const wide = oneIn(2);
  const imm = 8 * between(-60, 60) + (wide ? 0 : 4 * below(2));
  code.op('addi', { rd: pointer, rs1: data, imm });
  const width = wide ? 'd' : 'w';
  // The aq and rl bits ask for an order that one hart has anyway.
  const op = (name: Mnemonic, operands: Operands): void =>
    code.word((encode(name, operands) | (below(4) << 25)) >>> 0);
  if (oneIn(3)) {
    if (!oneIn(4)) {
      op(`lr.${width}`, { rd: destination(random), rs1: pointer });
      for (let n = below(3); n > 0; n--) code.half(harmlessHalf(random, false));
    }
    // Sometimes at another address than the reservation's.
    if (oneIn(5)) code.op('addi', { rd: pointer, rs1: pointer, imm: 8 });
    op(`sc.${width}`, { rd: destination(random), rs1: pointer, rs2: below(32) });
    return;
  }
  const name = pick(amos.filter((amo) => amo.endsWith(width)));
  op(name, { rd: destination(random), rs1: pointer, rs2: below(32) });
}

/** Accesses through a pointer that moves, jumps and is loaded from memory between them. */
export function writeWalk(code: CodeWriter, random: Random): void {
  const { below, between, oneIn, pick } = random;
  const { pointer, data } = RESERVED;
  const accesses = straight.filter(({ memory }) => memory);
  code.op('addi', { rd: pointer, rs1: data, imm: between(-200, 200) });
  for (let n = between(2, 9); n > 0; n--) {
    const { name, format } = pick(accesses);
    const imm = oneIn(2) ? 8 * between(-4, 4) : between(-40, 40);
    if (format === 'S') code.op(name, { rs1: pointer, rs2: below(32), imm });
    else code.op(name, { rd: destination(random), rs1: pointer, imm });
    switch (below(8)) {
      case 0:
      case 1:
        code.op('addi', { rd: pointer, rs1: pointer, imm: 8 * between(-3, 3) });
        break;
      case 2:
        code.op('sd', { rs1: pointer, rs2: data, imm: 16 });
        code.op('ld', { rd: pointer, rs1: pointer, imm: 16 });
        break;
      case 3:
        code.op('andi', { rd: pointer, rs1: pointer, imm: -16 });
        break;
      case 4:
        code.op('andi', { rd: RESERVED.scratch, rs1: below(32), imm: 127 });
        code.op('add', { rd: pointer, rs1: data, rs2: RESERVED.scratch });
    }
  }
}

/** Counters, CSRs, fences and calls of the environment: only our own engines agree on what they give. */
export function writeSystem(code: CodeWriter, random: Random): void {
  const rd = destination(random);
  switch (random.below(5)) {
    case 0:
      code.op(random.pick(['csrrs', 'csrrc'] as const), {
        rd,
        rs1: 0,
        imm: 0xc00 + random.below(3),
      });
      break;
    case 1: {
      const name = random.pick(['csrrw', 'csrrs', 'csrrc', 'csrrwi', 'csrrsi', 'csrrci'] as const);
      code.op(name, { rd, rs1: random.below(32), imm: 0x340 });
      break;
    }
    case 2:
      code.op('fence', { imm: 0xff });
      break;
    case 3:
      code.op('fence.i', {});
      break;
    default:
      code.op('addi', { rd: 17, rs1: 0, imm: 1 });
      code.op('ecall', {});
  }
}

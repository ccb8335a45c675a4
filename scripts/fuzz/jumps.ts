import { encodeCompressed } from '@hart/riscv';
import type { CodeWriter } from './code-writer.ts';
import { writeLeaf } from './leaves.ts';
import type { Random } from './random.ts';
import { RESERVED } from './registers.ts';

/** How many instructions of 4 bytes a jump surely reaches over. */
const REACH = { branch: 62, jump: 500 } as const;

/**
 * Forward over instructions, in 16 bits: always, or if a register is zero or is not. Some are many,
 * so that every bit of the distance is needed.
 */
export function writeShortSkip(code: CodeWriter, random: Random): void {
  const { between, oneIn, pick } = random;
  const over = code.label();
  const always = oneIn(4);
  if (always) code.toShort('c.j', {}, over);
  else code.toShort(pick(['c.beqz', 'c.bnez'] as const), { rs1: between(8, 15) }, over);
  const most = oneIn(5) ? REACH[always ? 'jump' : 'branch'] : 6;
  for (let n = between(0, most); n > 0; n--) writeLeaf(code, random);
  code.place(over);
}

/** Moves the stack pointer, as a function with a frame does, and moves it back. */
export function writeStackFrame(code: CodeWriter, random: Random): void {
  const { stack } = RESERVED;
  const imm = 16 * random.between(1, 16) * (random.oneIn(4) ? 1 : -1);
  const move = (by: number): void =>
    code.half(encodeCompressed('c.addi16sp', { rd: stack, rs1: stack, imm: by }));
  move(imm);
  for (let n = random.between(1, 4); n > 0; n--) writeLeaf(code, random);
  move(-imm);
}

/**
 * A `jalr` to the address in `rs1`, in one of its forms: 32 or 16 bits, with an offset that undoes
 * another, or with an odd sum, whose lowest bit does not count.
 */
export function writeIndirectJump(
  code: CodeWriter,
  random: Random,
  operands: { rd: number; rs1: number },
): void {
  const { rd, rs1 } = operands;
  const form = random.below(4);
  if (form === 0 && rd < 2) {
    code.half(encodeCompressed(rd === 0 ? 'c.jr' : 'c.jalr', operands));
    return;
  }
  const offset = form === 1 ? random.between(-2000, 2000) : 0;
  if (offset !== 0) code.op('addi', { rd: rs1, rs1, imm: offset });
  const odd = random.oneIn(4) ? 1 : 0;
  code.op('jalr', { rd, rs1, imm: odd - offset });
}

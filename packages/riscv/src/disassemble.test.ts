import { expect, test } from 'vitest';
import { COMPRESSED } from './compressed.ts';
import { compressedName, decode } from './decode.ts';
import { disassemble, rowText } from './disassemble.ts';
import { INSTRUCTIONS } from './table.ts';

function textAt(pc: number | bigint | undefined, word: number): string {
  const instruction = decode(word);
  return instruction === undefined ? 'illegal' : disassemble(instruction, pc);
}

// One word of each row at some address, as GNU objdump 2.40 prints it (-M no-aliases; shift amounts
// turned to decimal).
const VECTORS = [
  [0x0, 0xfbde0583, 'lb a1, -67(t3)'],
  [0x4b0, 0x0cb81c83, 'lh s9, 203(a6)'],
  [0x960, 0x03c1a883, 'lw a7, 60(gp)'],
  [0xe10, 0x21fa3b03, 'ld s6, 543(s4)'],
  [0x12c0, 0xfa8f4603, 'lbu a2, -88(t5)'],
  [0x1770, 0xf7be5503, 'lhu a0, -133(t3)'],
  [0x1c20, 0x4177e483, 'lwu s1, 1047(a5)'],
  [0x2580, 0xccee0c13, 'addi s8, t3, -818'],
  [0x2a30, 0x024c9113, 'slli sp, s9, 36'],
  [0x2ee0, 0x97a3a393, 'slti t2, t2, -1670'],
  [0x3390, 0x9a153b93, 'sltiu s7, a0, -1631'],
  [0x3840, 0x9b3dc893, 'xori a7, s11, -1613'],
  [0x3cf0, 0x01cc5413, 'srli s0, s8, 28'],
  [0x41a0, 0x4196d613, 'srai a2, a3, 25'],
  [0x4650, 0x2228e913, 'ori s2, a7, 546'],
  [0x4b00, 0xbfe3fe13, 'andi t3, t2, -1026'],
  [0x4fb0, 0xb24e2e17, 'auipc t3, 0xb24e2'],
  [0x5460, 0x4657871b, 'addiw a4, a5, 1125'],
  [0x5910, 0x01cd129b, 'slliw t0, s10, 28'],
  [0x5dc0, 0x0086d91b, 'srliw s2, a3, 8'],
  [0x6270, 0x4063d41b, 'sraiw s0, t2, 6'],
  [0x6720, 0xdc7d0923, 'sb t2, -558(s10)'],
  [0x6bd0, 0x6b849123, 'sh s8, 1698(s1)'],
  [0x7080, 0xecd2a423, 'sw a3, -312(t0)'],
  [0x7530, 0x979fb823, 'sd s9, -1680(t6)'],
  [0x79e0, 0x01f58833, 'add a6, a1, t6'],
  [0x7e90, 0x41e38633, 'sub a2, t2, t5'],
  [0x8340, 0x014718b3, 'sll a7, a4, s4'],
  [0x87f0, 0x006d2433, 'slt s0, s10, t1'],
  [0x8ca0, 0x0154bf33, 'sltu t5, s1, s5'],
  [0x9150, 0x00dac033, 'xor zero, s5, a3'],
  [0x9600, 0x0108d5b3, 'srl a1, a7, a6'],
  [0x9ab0, 0x400a55b3, 'sra a1, s4, zero'],
  [0x9f60, 0x01a96933, 'or s2, s2, s10'],
  [0xa410, 0x015e7f33, 'and t5, t3, s5'],
  [0xa8c0, 0xe1c30f37, 'lui t5, 0xe1c30'],
  [0xad70, 0x012e0ebb, 'addw t4, t3, s2'],
  [0xb220, 0x418d8c3b, 'subw s8, s11, s8'],
  [0xb6d0, 0x00c993bb, 'sllw t2, s3, a2'],
  [0xbb80, 0x005ddd3b, 'srlw s10, s11, t0'],
  [0xc030, 0x41b4d43b, 'sraw s0, s1, s11'],
  [0xc4e0, 0x60e90a63, 'beq s2, a4, 0xcaf4'],
  [0xc990, 0xa49a1f63, 'bne s4, s1, 0xbbee'],
  [0xce40, 0x79eccee3, 'blt s9, t5, 0xdddc'],
  [0xd2f0, 0x54375ce3, 'bge a4, gp, 0xe048'],
  [0xd7a0, 0xf13ce8e3, 'bltu s9, s3, 0xd6b0'],
  [0xdc50, 0x2b8af563, 'bgeu s5, s8, 0xdefa'],
  [0xe100, 0xf7a706e7, 'jalr a3, -134(a4)'],
  [0xe5b0, 0x9422dcef, 'jal s9, 0xfffffffffff3b6f2'],
  [0xea60, 0x00000073, 'ecall'],
  [0xef10, 0x00100073, 'ebreak'],
  [0xf3c0, 0x02850233, 'mul tp, a0, s0'],
  [0xf870, 0x029b9333, 'mulh t1, s7, s1'],
  [0xfd20, 0x03cba7b3, 'mulhsu a5, s7, t3'],
  [0x101d0, 0x02a83733, 'mulhu a4, a6, a0'],
  [0x10680, 0x03f646b3, 'div a3, a2, t6'],
  [0x10b30, 0x03da57b3, 'divu a5, s4, t4'],
  [0x10fe0, 0x02526cb3, 'rem s9, tp, t0'],
  [0x11490, 0x03b779b3, 'remu s3, a4, s11'],
  [0x11940, 0x03d70dbb, 'mulw s11, a4, t4'],
  [0x11df0, 0x0360453b, 'divw a0, zero, s6'],
  [0x122a0, 0x0253553b, 'divuw a0, t1, t0'],
  [0x12750, 0x02f8eabb, 'remw s5, a7, a5'],
  [0x12c00, 0x025c733b, 'remuw t1, s8, t0'],
  [0x130b0, 0x100daf2f, 'lr.w t5, (s11)'],
  [0x13560, 0x1ae4272f, 'sc.w.rl a4, a4, (s0)'],
  [0x13a10, 0x0c70a3af, 'amoswap.w.aq t2, t2, (ra)'],
  [0x13ec0, 0x0458a02f, 'amoadd.w.aq zero, t0, (a7)'],
  [0x14370, 0x200ead2f, 'amoxor.w s10, zero, (t4)'],
  [0x14820, 0x64daa02f, 'amoand.w.aq zero, a3, (s5)'],
  [0x14cd0, 0x42562caf, 'amoor.w.rl s9, t0, (a2)'],
  [0x15180, 0x8624a9af, 'amomin.w.aqrl s3, sp, (s1)'],
  [0x15630, 0xa7c327af, 'amomax.w.aqrl a5, t3, (t1)'],
  [0x15ae0, 0xc092a92f, 'amominu.w s2, s1, (t0)'],
  [0x15f90, 0xe1902a2f, 'amomaxu.w s4, s9, (zero)'],
  [0x16440, 0x1600bfaf, 'lr.d.aqrl t6, (ra)'],
  [0x168f0, 0x1f27b2af, 'sc.d.aqrl t0, s2, (a5)'],
  [0x16da0, 0x0a02bfaf, 'amoswap.d.rl t6, zero, (t0)'],
  [0x17250, 0x03323d2f, 'amoadd.d.rl s10, s3, (tp)'],
  [0x17700, 0x2791b62f, 'amoxor.d.aqrl a2, s9, (gp)'],
  [0x17bb0, 0x626ab2af, 'amoand.d.rl t0, t1, (s5)'],
  [0x18060, 0x42a6382f, 'amoor.d.rl a6, a0, (a2)'],
  [0x18510, 0x86b1352f, 'amomin.d.aqrl a0, a1, (sp)'],
  [0x189c0, 0xa1c2b92f, 'amomax.d s2, t3, (t0)'],
  [0x18e70, 0xc475332f, 'amominu.d.aq t1, t2, (a0)'],
  [0x19320, 0xe1a5b82f, 'amomaxu.d a6, s10, (a1)'],
  [0x197d0, 0x974d96f3, 'csrrw a3, 0x974, s11'],
  [0x19c80, 0xdb682d73, 'csrrs s10, 0xdb6, a6'],
  [0x1a130, 0x831a3bf3, 'csrrc s7, 0x831, s4'],
  [0x1a5e0, 0xc4b7de73, 'csrrwi t3, 0xc4b, 15'],
  [0x1aa90, 0xf5806bf3, 'csrrsi s7, 0xf58, 0'],
  [0x1af40, 0xddc2f0f3, 'csrrci ra, 0xddc, 5'],
  [0x1b8a0, 0x10500073, 'wfi'],
  [0x1bd50, 0x30200073, 'mret'],
] as const;

test('every row prints as GNU objdump prints it', () => {
  const names = new Set<string>();
  for (const [pc, word, text] of VECTORS) {
    const instruction = decode(word);
    const row = instruction && INSTRUCTIONS[instruction.op];
    if (!instruction || !row) throw new Error(`${text} is illegal`);
    expect(rowText(row, instruction, pc)).toBe(text);
    names.add(row.name);
  }
  for (const row of INSTRUCTIONS) {
    // GNU objdump does not print these two from random operands; see below.
    if (!row.name.startsWith('fence')) expect(names).toContain(row.name);
  }
});

// One word of each 16-bit row; operands as objdump prints them, names as the base instruction.
const COMPRESSED_VECTORS = [
  [0xdf78c, 0x005d, 'li zero, 23'],
  [0xe08c2, 0x0bd6, 'slli s7, s7, 21'],
  [0xe08dc, 0x0be8, 'addi a0, sp, 476'],
  [0xe08f6, 0x0bf9, 'addi s7, s7, 30'],
  [0xe38f6, 0x2bf9, 'addiw s7, s7, 30'],
  [0xe68be, 0x4bd4, 'lw a3, 20(a5)'],
  [0xe68c0, 0x4bd5, 'li s7, 21'],
  [0xe68f8, 0x4bfa, 'lw s7, 156(sp)'],
  [0xe98be, 0x6bd4, 'ld a3, 144(a5)'],
  [0xe993e, 0x6c29, 'lui s8, 0xa'],
  [0xe98f8, 0x6bfa, 'ld s7, 408(sp)'],
  [0xe8912, 0x6161, 'addi sp, sp, 80'],
  [0xebb70, 0x82f5, 'srli a3, a3, 29'],
  [0xebfe6, 0x85ee, 'mv a1, s11'],
  [0xec004, 0x8602, 'jr a2'],
  [0xec170, 0x86f5, 'srai a3, a3, 29'],
  [0xec770, 0x8af5, 'andi a3, a3, 29'],
  [0xecaac, 0x8d1d, 'sub a0, a0, a5'],
  [0xecadc, 0x8d3d, 'xor a0, a0, a5'],
  [0xecb0c, 0x8d5d, 'or a0, a0, a5'],
  [0xecb3c, 0x8d7d, 'and a0, a0, a5'],
  [0xecf04, 0x9002, 'ebreak'],
  [0xed7e6, 0x95ee, 'add a1, a1, s11'],
  [0xed804, 0x9602, 'jalr a2'],
  [0xee2ac, 0x9d1d, 'subw a0, a0, a5'],
  [0xee2dc, 0x9d3d, 'addw a0, a0, a5'],
  [0xef8c0, 0xabd5, 'j 0xefeb4'],
  [0xf28be, 0xcbd4, 'sw a3, 20(a5)'],
  [0xf28c0, 0xcbd5, 'beqz a5, 0xf2974'],
  [0xf28c2, 0xcbd6, 'sw s5, 212(sp)'],
  [0xf58be, 0xebd4, 'sd a3, 144(a5)'],
  [0xf58c0, 0xebd5, 'bnez a5, 0xf5974'],
  [0xf58c2, 0xebd6, 'sd s5, 464(sp)'],
] as const;

test('every 16-bit row prints as its base instruction', () => {
  const names = new Set<string | undefined>();
  for (const [pc, word, text] of COMPRESSED_VECTORS) {
    expect(textAt(pc, word)).toBe(text);
    names.add(compressedName(word));
  }
  expect(names.size).toBe(COMPRESSED.length);
});

test.each([
  ['nop', 0x00000013],
  ['li a0, 5', 0x00500513],
  ['mv a0, a1', 0x00058513],
  ['sext.w a0, a1', 0x0005851b],
  ['not a0, a1', 0xfff5c513],
  ['neg a0, a1', 0x40b00533],
  ['seqz a0, a1', 0x0015b513],
  ['snez a0, a1', 0x00b03533],
  ['beqz a0, .+16', 0x00050863],
  ['bnez a0, .-16', 0xfe0518e3],
  ['j .-8', 0xff9ff06f],
  ['jal .+16', 0x010000ef],
  ['ret', 0x00008067],
  ['jr a0', 0x00050067],
  ['jr 4(a0)', 0x00450067],
  ['jalr a0', 0x000500e7],
  ['csrr a0, cycle', 0xc0002573],
  ['csrr a0, time', 0xc0102573],
  ['csrr a0, instret', 0xc0202573],
  ['csrw mtvec, t0', 0x30529073],
  ['fence iorw, iorw', 0x0ff0000f],
  ['fence rw, rw', 0x0330000f],
  ['fence w, 0', 0x0100000f],
  ['fence.i', 0x0000100f],
  ['ret', 0x8082],
  ['nop', 0x0001],
])('pseudo-instruction %s', (text, word) => {
  expect(textAt(undefined, word)).toBe(text);
});

test('targets wrap at 64 bits and take a bigint', () => {
  expect(textAt(0n, 0xff9ff06f)).toBe('j 0xfffffffffffffff8');
  expect(textAt(0xfffffffffffffffcn, 0x010000ef)).toBe('jal 0xc');
  expect(textAt(0x80000000, 0x00050863)).toBe('beqz a0, 0x80000010');
});

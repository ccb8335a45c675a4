import type { ImmediateLayout } from './internal/layout.ts';
import type { Extension, Mnemonic } from './table.ts';

/**
 * Immediates of the 16-bit instructions (unprivileged ISA, chapter "C"). They are named after the
 * instruction that the manual introduces each with; RVC has a layout for nearly every instruction.
 */
// biome-ignore format: one layout a line
export const COMPRESSED_FORMATS = {
  none: { signed: false, pieces: [] },
  addi4spn: { signed: false, pieces: [[5, 4, 11], [9, 6, 7], [2, 2, 6], [3, 3, 5]] },
  lw: { signed: false, pieces: [[5, 3, 10], [2, 2, 6], [6, 6, 5]] },
  ld: { signed: false, pieces: [[5, 3, 10], [7, 6, 5]] },
  addi: { signed: true, pieces: [[5, 5, 12], [4, 0, 2]] },
  addi16sp: { signed: true, pieces: [[9, 9, 12], [4, 4, 6], [6, 6, 5], [8, 7, 3], [5, 5, 2]] },
  lui: { signed: true, pieces: [[17, 17, 12], [16, 12, 2]] },
  shift: { signed: false, pieces: [[5, 5, 12], [4, 0, 2]] },
  j: { signed: true, pieces: [[11, 11, 12], [4, 4, 11], [9, 8, 9], [10, 10, 8], [6, 6, 7], [7, 7, 6], [3, 1, 3], [5, 5, 2]] },
  beqz: { signed: true, pieces: [[8, 8, 12], [4, 3, 10], [7, 6, 5], [2, 1, 3], [5, 5, 2]] },
  lwsp: { signed: false, pieces: [[5, 5, 12], [4, 2, 4], [7, 6, 2]] },
  ldsp: { signed: false, pieces: [[5, 5, 12], [4, 3, 5], [8, 6, 2]] },
  swsp: { signed: false, pieces: [[5, 2, 9], [7, 6, 7]] },
  sdsp: { signed: false, pieces: [[5, 3, 10], [8, 6, 7]] },
} as const satisfies Record<string, ImmediateLayout>;

type CompressedFormat = keyof typeof COMPRESSED_FORMATS;

/**
 * The register fields of a 16-bit word, named after their lowest bit: `r7` and `r2` are whole
 * register numbers, `r7'` and `r2'` three bits that name x8 to x15.
 */
export const REGISTER_FIELDS = {
  r7: { at: 7, width: 5, base: 0 },
  r2: { at: 2, width: 5, base: 0 },
  "r7'": { at: 7, width: 3, base: 8 },
  "r2'": { at: 2, width: 3, base: 8 },
} as const;

export type RegisterField = keyof typeof REGISTER_FIELDS;

/** A 16-bit instruction and the 32-bit one that it stands for. */
export interface CompressedRow {
  readonly name: string;
  readonly extension: Extension;
  readonly format: CompressedFormat;
  readonly match: number;
  readonly mask: number;
  /** The base instruction: each register comes from a field or is a fixed number. */
  readonly expand: {
    readonly name: string;
    readonly rd?: RegisterField | number;
    readonly rs1?: RegisterField | number;
    readonly rs2?: RegisterField | number;
  };
  /** A word whose field (raw bits) or immediate has this value is another instruction or reserved. */
  readonly except?: { readonly [Field in RegisterField | 'imm']?: number };
}

/**
 * Every 16-bit instruction of RV64, by quadrant and funct3. Words that no row claims are illegal: the
 * reserved encodings of the manual.
 * HINT encodings are the ordinary instruction with rd = x0 or a zero amount.
 */
// biome-ignore format: one instruction a line
export const COMPRESSED = [
  { name: 'c.addi4spn', extension: 'C', format: 'addi4spn', match: 0x0000, mask: 0xe003, expand: { name: 'addi', rd: "r2'", rs1: 2 }, except: { imm: 0 } },
  { name: 'c.fld', extension: 'C', format: 'ld', match: 0x2000, mask: 0xe003, expand: { name: 'fld', rd: "r2'", rs1: "r7'" } },
  { name: 'c.lw', extension: 'C', format: 'lw', match: 0x4000, mask: 0xe003, expand: { name: 'lw', rd: "r2'", rs1: "r7'" } },
  { name: 'c.ld', extension: 'C', format: 'ld', match: 0x6000, mask: 0xe003, expand: { name: 'ld', rd: "r2'", rs1: "r7'" } },
  { name: 'c.fsd', extension: 'C', format: 'ld', match: 0xa000, mask: 0xe003, expand: { name: 'fsd', rs1: "r7'", rs2: "r2'" } },
  { name: 'c.sw', extension: 'C', format: 'lw', match: 0xc000, mask: 0xe003, expand: { name: 'sw', rs1: "r7'", rs2: "r2'" } },
  { name: 'c.sd', extension: 'C', format: 'ld', match: 0xe000, mask: 0xe003, expand: { name: 'sd', rs1: "r7'", rs2: "r2'" } },

  { name: 'c.nop', extension: 'C', format: 'addi', match: 0x0001, mask: 0xef83, expand: { name: 'addi', rd: 0, rs1: 0 } },
  { name: 'c.addi', extension: 'C', format: 'addi', match: 0x0001, mask: 0xe003, expand: { name: 'addi', rd: 'r7', rs1: 'r7' }, except: { r7: 0 } },
  { name: 'c.addiw', extension: 'C', format: 'addi', match: 0x2001, mask: 0xe003, expand: { name: 'addiw', rd: 'r7', rs1: 'r7' }, except: { r7: 0 } },
  { name: 'c.li', extension: 'C', format: 'addi', match: 0x4001, mask: 0xe003, expand: { name: 'addi', rd: 'r7', rs1: 0 } },
  { name: 'c.addi16sp', extension: 'C', format: 'addi16sp', match: 0x6101, mask: 0xef83, expand: { name: 'addi', rd: 2, rs1: 2 }, except: { imm: 0 } },
  { name: 'c.lui', extension: 'C', format: 'lui', match: 0x6001, mask: 0xe003, expand: { name: 'lui', rd: 'r7' }, except: { r7: 2, imm: 0 } },
  { name: 'c.srli', extension: 'C', format: 'shift', match: 0x8001, mask: 0xec03, expand: { name: 'srli', rd: "r7'", rs1: "r7'" } },
  { name: 'c.srai', extension: 'C', format: 'shift', match: 0x8401, mask: 0xec03, expand: { name: 'srai', rd: "r7'", rs1: "r7'" } },
  { name: 'c.andi', extension: 'C', format: 'addi', match: 0x8801, mask: 0xec03, expand: { name: 'andi', rd: "r7'", rs1: "r7'" } },
  { name: 'c.sub', extension: 'C', format: 'none', match: 0x8c01, mask: 0xfc63, expand: { name: 'sub', rd: "r7'", rs1: "r7'", rs2: "r2'" } },
  { name: 'c.xor', extension: 'C', format: 'none', match: 0x8c21, mask: 0xfc63, expand: { name: 'xor', rd: "r7'", rs1: "r7'", rs2: "r2'" } },
  { name: 'c.or', extension: 'C', format: 'none', match: 0x8c41, mask: 0xfc63, expand: { name: 'or', rd: "r7'", rs1: "r7'", rs2: "r2'" } },
  { name: 'c.and', extension: 'C', format: 'none', match: 0x8c61, mask: 0xfc63, expand: { name: 'and', rd: "r7'", rs1: "r7'", rs2: "r2'" } },
  { name: 'c.subw', extension: 'C', format: 'none', match: 0x9c01, mask: 0xfc63, expand: { name: 'subw', rd: "r7'", rs1: "r7'", rs2: "r2'" } },
  { name: 'c.addw', extension: 'C', format: 'none', match: 0x9c21, mask: 0xfc63, expand: { name: 'addw', rd: "r7'", rs1: "r7'", rs2: "r2'" } },
  { name: 'c.j', extension: 'C', format: 'j', match: 0xa001, mask: 0xe003, expand: { name: 'jal', rd: 0 } },
  { name: 'c.beqz', extension: 'C', format: 'beqz', match: 0xc001, mask: 0xe003, expand: { name: 'beq', rs1: "r7'", rs2: 0 } },
  { name: 'c.bnez', extension: 'C', format: 'beqz', match: 0xe001, mask: 0xe003, expand: { name: 'bne', rs1: "r7'", rs2: 0 } },

  { name: 'c.slli', extension: 'C', format: 'shift', match: 0x0002, mask: 0xe003, expand: { name: 'slli', rd: 'r7', rs1: 'r7' } },
  { name: 'c.fldsp', extension: 'C', format: 'ldsp', match: 0x2002, mask: 0xe003, expand: { name: 'fld', rd: 'r7', rs1: 2 } },
  { name: 'c.lwsp', extension: 'C', format: 'lwsp', match: 0x4002, mask: 0xe003, expand: { name: 'lw', rd: 'r7', rs1: 2 }, except: { r7: 0 } },
  { name: 'c.ldsp', extension: 'C', format: 'ldsp', match: 0x6002, mask: 0xe003, expand: { name: 'ld', rd: 'r7', rs1: 2 }, except: { r7: 0 } },
  { name: 'c.jr', extension: 'C', format: 'none', match: 0x8002, mask: 0xf07f, expand: { name: 'jalr', rd: 0, rs1: 'r7' }, except: { r7: 0 } },
  { name: 'c.mv', extension: 'C', format: 'none', match: 0x8002, mask: 0xf003, expand: { name: 'add', rd: 'r7', rs1: 0, rs2: 'r2' }, except: { r2: 0 } },
  { name: 'c.ebreak', extension: 'C', format: 'none', match: 0x9002, mask: 0xffff, expand: { name: 'ebreak' } },
  { name: 'c.jalr', extension: 'C', format: 'none', match: 0x9002, mask: 0xf07f, expand: { name: 'jalr', rd: 1, rs1: 'r7' }, except: { r7: 0 } },
  { name: 'c.add', extension: 'C', format: 'none', match: 0x9002, mask: 0xf003, expand: { name: 'add', rd: 'r7', rs1: 'r7', rs2: 'r2' }, except: { r2: 0 } },
  { name: 'c.fsdsp', extension: 'C', format: 'sdsp', match: 0xa002, mask: 0xe003, expand: { name: 'fsd', rs1: 2, rs2: 'r2' } },
  { name: 'c.swsp', extension: 'C', format: 'swsp', match: 0xc002, mask: 0xe003, expand: { name: 'sw', rs1: 2, rs2: 'r2' } },
  { name: 'c.sdsp', extension: 'C', format: 'sdsp', match: 0xe002, mask: 0xe003, expand: { name: 'sd', rs1: 2, rs2: 'r2' } },
] as const satisfies readonly (CompressedRow & { readonly expand: { readonly name: Mnemonic } })[];

/** The name of a 16-bit instruction that the table knows. */
export type CompressedMnemonic = (typeof COMPRESSED)[number]['name'];

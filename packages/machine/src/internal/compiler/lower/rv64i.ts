import type { PlainOpcode } from '@hart/wasm';
import type { Lower } from './lower.ts';

/** rd := rs1 op rs2. */
const binary =
  (opcode: PlainOpcode): Lower =>
  (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.read(rs2);
    e.writer.op(opcode);
    e.write(rd);
  };

/** rd := rs1 op imm. */
const immediate =
  (opcode: PlainOpcode): Lower =>
  (e, { rd, rs1, imm }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.writer.i64(imm);
    e.writer.op(opcode);
    e.write(rd);
  };

/** rd := sign-extended low 32 bits of (rs1 op rs2). */
const binaryWord =
  (opcode: PlainOpcode): Lower =>
  (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.read(rs2);
    e.writer.op(opcode);
    e.writer.op('i64.extend32_s');
    e.write(rd);
  };

/** A 32-bit shift by rs2; Wasm masks the amount to 5 bits as RISC-V does. */
const shiftWord =
  (opcode: PlainOpcode): Lower =>
  (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.writer.op('i32.wrap_i64');
    e.read(rs2);
    e.writer.op('i32.wrap_i64');
    e.writer.op(opcode);
    e.writer.op('i64.extend_i32_s');
    e.write(rd);
  };

const shiftWordImmediate =
  (opcode: PlainOpcode): Lower =>
  (e, { rd, rs1, imm }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.writer.op('i32.wrap_i64');
    e.writer.i32(imm);
    e.writer.op(opcode);
    e.writer.op('i64.extend_i32_s');
    e.write(rd);
  };

const compare =
  (opcode: PlainOpcode): Lower =>
  (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.read(rs2);
    e.writer.op(opcode);
    e.writer.op('i64.extend_i32_u');
    e.write(rd);
  };

const compareImmediate =
  (opcode: PlainOpcode): Lower =>
  (e, { rd, rs1, imm }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.writer.i64(imm);
    e.writer.op(opcode);
    e.writer.op('i64.extend_i32_u');
    e.write(rd);
  };

/** RV64I without what ends a block. */
export const rv64i = {
  lui: (e, { rd, imm }) => {
    if (rd === 0) return;
    e.writer.i64(imm);
    e.write(rd);
  },
  auipc: (e, { rd, imm }) => {
    if (rd === 0) return;
    e.writer.i64(e.pc + imm);
    e.write(rd);
  },

  lb: (e, i) => e.loadMemory(i, 'i64.load8_s', 0),
  lh: (e, i) => e.loadMemory(i, 'i64.load16_s', 1),
  lw: (e, i) => e.loadMemory(i, 'i64.load32_s', 2),
  ld: (e, i) => e.loadMemory(i, 'i64.load', 3),
  lbu: (e, i) => e.loadMemory(i, 'i64.load8_u', 0),
  lhu: (e, i) => e.loadMemory(i, 'i64.load16_u', 1),
  lwu: (e, i) => e.loadMemory(i, 'i64.load32_u', 2),
  sb: (e, i) => e.storeMemory(i, 'i64.store8', 0),
  sh: (e, i) => e.storeMemory(i, 'i64.store16', 1),
  sw: (e, i) => e.storeMemory(i, 'i64.store32', 2),
  sd: (e, i) => e.storeMemory(i, 'i64.store', 3),

  addi: (e, i) => {
    if (i.rd === 0) return;
    if (i.rs1 === 0) e.writer.i64(i.imm);
    else {
      e.read(i.rs1);
      if (i.imm !== 0) {
        e.writer.i64(i.imm);
        e.writer.op('i64.add');
      }
    }
    e.write(i.rd);
  },
  slti: compareImmediate('i64.lt_s'),
  sltiu: compareImmediate('i64.lt_u'),
  xori: immediate('i64.xor'),
  ori: immediate('i64.or'),
  andi: immediate('i64.and'),
  slli: immediate('i64.shl'),
  srli: immediate('i64.shr_u'),
  srai: immediate('i64.shr_s'),
  addiw: (e, { rd, rs1, imm }) => {
    if (rd === 0) return;
    e.read(rs1);
    if (imm !== 0) {
      e.writer.i64(imm);
      e.writer.op('i64.add');
    }
    e.writer.op('i64.extend32_s');
    e.write(rd);
  },
  slliw: shiftWordImmediate('i32.shl'),
  srliw: shiftWordImmediate('i32.shr_u'),
  sraiw: shiftWordImmediate('i32.shr_s'),

  add: binary('i64.add'),
  sub: binary('i64.sub'),
  // Wasm masks 64-bit shift amounts to 6 bits as RISC-V does.
  sll: binary('i64.shl'),
  slt: compare('i64.lt_s'),
  sltu: compare('i64.lt_u'),
  xor: binary('i64.xor'),
  srl: binary('i64.shr_u'),
  sra: binary('i64.shr_s'),
  or: binary('i64.or'),
  and: binary('i64.and'),
  addw: binaryWord('i64.add'),
  subw: binaryWord('i64.sub'),
  sllw: shiftWord('i32.shl'),
  srlw: shiftWord('i32.shr_u'),
  sraw: shiftWord('i32.shr_s'),

  fence: () => {},
} satisfies Record<string, Lower>;

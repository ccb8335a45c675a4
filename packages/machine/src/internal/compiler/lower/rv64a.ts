import type { Instruction } from '@hart/riscv';
import type { MemoryOpcode, PlainOpcode } from '@hart/wasm';
import { NO_RESERVATION, STATE } from '../../state.ts';
import type { Emitter } from '../emitter.ts';
import type { Lower } from './lower.ts';

interface Width {
  log2Size: 2 | 3;
  load: MemoryOpcode;
  store: MemoryOpcode;
}

const WORD: Width = { log2Size: 2, load: 'i64.load32_s', store: 'i64.store32' };
const DOUBLE: Width = { log2Size: 3, load: 'i64.load', store: 'i64.store' };

/** Pushes rs2, for a word operation as the sign-extended low half. */
function operand(e: Emitter, { rs2 }: Instruction, width: Width): void {
  e.read(rs2);
  if (width === WORD) e.writer.op('i64.extend32_s');
}

/** Checks for an aligned, writable address; misaligned atomics trap, so the interpreter takes them. */
function writableAddress(e: Emitter, i: Instruction, width: Width): number {
  return e.checkedAddress(e.map.writable, i, width.log2Size, 'interpreted', e.map.watched);
}

/** The old value is in local `a` when `combine` pushes the new one. */
const amo =
  (width: Width, combine: (e: Emitter, i: Instruction, width: Width) => void): Lower =>
  (e, i) => {
    const { writer: w } = e;
    const offset = writableAddress(e, i, width);
    w.tee(e.linear);
    w.memory(width.load, offset);
    w.set(e.a);
    e.log(e.a);
    w.get(e.linear);
    combine(e, i, width);
    w.memory(width.store, offset);
    w.get(e.a);
    e.write(i.rd);
  };

const simple =
  (opcode: PlainOpcode) =>
  (e: Emitter, i: Instruction, width: Width): void => {
    e.writer.get(e.a);
    operand(e, i, width);
    e.writer.op(opcode);
  };

/** Keeps the old value where `compare(old, operand)` holds. */
const choose =
  (compare: PlainOpcode) =>
  (e: Emitter, i: Instruction, width: Width): void => {
    const { writer: w } = e;
    operand(e, i, width);
    w.set(e.b);
    w.get(e.a);
    w.get(e.b);
    w.get(e.a);
    w.get(e.b);
    w.op(compare);
    w.op('select');
  };

const loadReserved =
  (width: Width): Lower =>
  (e, i) => {
    const { writer: w } = e;
    const offset = e.checkedAddress(e.map.window, i, width.log2Size, 'interpreted');
    w.memory(width.load, offset);
    w.set(e.a);
    e.log(e.a);
    w.i32(0);
    e.read(i.rs1);
    w.memory('i64.store', STATE.reservation, 3);
    w.get(e.a);
    e.write(i.rd);
  };

const storeConditional =
  (width: Width): Lower =>
  (e, i) => {
    const { writer: w } = e;
    const offset = writableAddress(e, i, width);
    w.set(e.linear);
    w.i64(1);
    w.set(e.a);
    w.i32(0);
    w.memory('i64.load', STATE.reservation, 3);
    e.read(i.rs1);
    w.op('i64.eq');
    w.if();
    w.get(e.linear);
    e.read(i.rs2);
    w.memory(width.store, offset);
    w.i64(0);
    w.set(e.a);
    w.end();
    w.i32(0);
    w.i64Big(NO_RESERVATION);
    w.memory('i64.store', STATE.reservation, 3);
    w.get(e.a);
    e.write(i.rd);
  };

const swap = (e: Emitter, i: Instruction, width: Width): void => operand(e, i, width);

/** RV64A. */
export const rv64a = {
  'lr.w': loadReserved(WORD),
  'lr.d': loadReserved(DOUBLE),
  'sc.w': storeConditional(WORD),
  'sc.d': storeConditional(DOUBLE),
  'amoswap.w': amo(WORD, swap),
  'amoadd.w': amo(WORD, simple('i64.add')),
  'amoxor.w': amo(WORD, simple('i64.xor')),
  'amoand.w': amo(WORD, simple('i64.and')),
  'amoor.w': amo(WORD, simple('i64.or')),
  'amomin.w': amo(WORD, choose('i64.lt_s')),
  'amomax.w': amo(WORD, choose('i64.gt_s')),
  // Sign extension keeps the unsigned order of 32-bit values.
  'amominu.w': amo(WORD, choose('i64.lt_u')),
  'amomaxu.w': amo(WORD, choose('i64.gt_u')),
  'amoswap.d': amo(DOUBLE, swap),
  'amoadd.d': amo(DOUBLE, simple('i64.add')),
  'amoxor.d': amo(DOUBLE, simple('i64.xor')),
  'amoand.d': amo(DOUBLE, simple('i64.and')),
  'amoor.d': amo(DOUBLE, simple('i64.or')),
  'amomin.d': amo(DOUBLE, choose('i64.lt_s')),
  'amomax.d': amo(DOUBLE, choose('i64.gt_s')),
  'amominu.d': amo(DOUBLE, choose('i64.lt_u')),
  'amomaxu.d': amo(DOUBLE, choose('i64.gt_u')),
} satisfies Record<string, Lower>;

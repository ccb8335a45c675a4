import { INSTRUCTIONS, type Mnemonic, OP } from '@hart/riscv';
import { FunctionWriter, type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import type { AddressRange } from '../environment.ts';
import { BRANCHES, COMPUTED, pushResult, type Registers } from '../internal/arithmetic.ts';
import { BOX } from '../internal/float/checks.ts';
import type { FloatMnemonic } from '../internal/float/float-unit.ts';
import {
  emitSteppedFloats,
  FIRST_FLOAT_OP,
  writesFloatRegister,
} from '../internal/float/stepped-float.ts';
import { LAYOUT, STOP } from './rows.ts';

/**
 * What the kernel does with an entry of the code table. Instructions without an effect but their row
 * (`rd` is x0) share two actions, loads to x0 and jumps without a link have their own, so that no
 * action has to ask about x0.
 */
const SPECIAL = [
  'undecoded',
  'notExecutable',
  'illegal',
  'host',
  'nothing',
  'nothingRegister',
  'jump',
  'jumpRegister',
] as const;

/** The actions that end the kernel. */
const STOPS = {
  undecoded: STOP.undecoded,
  notExecutable: STOP.notExecutable,
  illegal: STOP.illegal,
  host: STOP.host,
} as const;

const LOADS = ['lb', 'lh', 'lw', 'ld', 'lbu', 'lhu', 'lwu'] as const satisfies Mnemonic[];
const STORES = { sb: 1, sh: 2, sw: 4, sd: 8 } as const satisfies Partial<Record<Mnemonic, number>>;

const FLOAT_LOADS = ['flw', 'fld'] as const satisfies Mnemonic[];
const FLOAT_STORES = { fsw: 4, fsd: 8 } as const satisfies Partial<Record<Mnemonic, number>>;

const ACTIONS: readonly string[] = [
  ...SPECIAL,
  ...LOADS,
  ...LOADS.map((name) => `${name} x0`),
  ...Object.keys(STORES),
  ...Object.keys(BRANCHES),
  'jal',
  'jalr',
  ...COMPUTED,
  ...FLOAT_LOADS,
  ...Object.keys(FLOAT_STORES),
  'float',
];

/** Numbers of the actions by name: {@link SPECIAL}, mnemonics, and mnemonics of loads with ` x0`. */
export const ACTION: ReadonlyMap<string, number> = new Map(
  ACTIONS.map((name, number) => [name, number]),
);

/**
 * An entry of the code table, one for every halfword of code: 7 bits action, 1 bit set for a 16-bit
 * instruction, 8 bits op, 5 bits each rd, rs1, rs2, 32 bits immediate. Zero is undecoded.
 */
export const ENTRY = { compressed: 7, op: 8, rd: 16, rs1: 21, rs2: 26, imm: 32, bytes: 8 } as const;

export interface KernelOptions {
  /** Range of addresses that the code table covers. */
  region: AddressRange;
  /** Executable segments. */
  segments: readonly AddressRange[];
  /** Linear address of the table; after its last entry come two that say `notExecutable`. */
  tableOrigin: number;
  /** Whether the table may have 16-bit instructions; without them every row is a little cheaper. */
  compressed: boolean;
  /** Whether it may have floating point. */
  floats: boolean;
}

/**
 * The function that executes rows: parameters are the first row and the one to stop before, times 8,
 * the result is the row reached, times 8. One loop with a jump table over the action; registers stay
 * in memory, since what bounds the speed is writing nine values a row, not reading two.
 */
export function writeKernel(options: KernelOptions): FunctionWriter {
  const { region, segments, tableOrigin, compressed, floats } = options;
  const w = new FunctionWriter(2);
  const { i32, i64 } = VALUE_TYPE;
  const [row, end] = [0, 1];
  const [at, log, logEnd] = [w.local(i32), w.local(i32), w.local(i32)];
  const [pc, word, a, b, imm] = [
    w.local(i64),
    w.local(i64),
    w.local(i64),
    w.local(i64),
    w.local(i64),
  ];
  const [result, address] = [w.local(i64), w.local(i64)];
  const registers: Registers = {
    a,
    b,
    imm,
    pc,
    scratch: [w.local(i64), w.local(i64), w.local(i64), w.local(i64), w.local(i64)],
  };
  const tableEnd = tableOrigin + (region.size / 2) * ENTRY.bytes;

  const loadState = (name: 'at' | 'log' | 'logEnd', local: number) => {
    w.i32(0);
    w.memory('i32.load', LAYOUT[name], 2);
    w.set(local);
  };
  /** Pushes the linear offset of the register whose number is at bit `shift` of the entry. */
  const registerOffset = (shift: number) => {
    w.get(word);
    w.i64(shift - 3);
    w.op('i64.shr_u');
    w.op('i32.wrap_i64');
    w.i32(0xf8);
    w.op('i32.and');
  };
  const column = (name: keyof typeof LAYOUT.columns, push: () => void) => {
    w.get(row);
    push();
    w.memory('i64.store', LAYOUT.columns[name], 3);
  };
  /** A column of bytes, from the entry. */
  const byteColumn = (name: 'op' | 'rd', shift: number, mask: number) => {
    w.get(row);
    w.i32(3);
    w.op('i32.shr_u');
    w.get(word);
    w.i64(shift);
    w.op('i64.shr_u');
    if (mask !== 0xff) {
      w.i64(mask);
      w.op('i64.and');
    }
    w.memory('i64.store8', LAYOUT.columns[name]);
  };
  const zero = (name: keyof typeof LAYOUT.columns) => column(name, () => w.i64(0));
  const stop = (reason: number) => {
    w.i32(0);
    w.i32(reason);
    w.memory('i32.store', LAYOUT.stop, 2);
    w.br(exit);
  };
  const immediateOperand = () => column('b', () => w.get(imm));
  const registerOperand = (from: number = LAYOUT.registers) => {
    registerOffset(ENTRY.rs2);
    w.memory('i64.load', from, 3);
    w.set(b);
    column('b', () => w.get(b));
  };
  const noAccess = () => {
    zero('memoryAddress');
    zero('memoryValue');
  };
  const writeResult = () => {
    registerOffset(ENTRY.rd);
    w.get(result);
    w.memory('i64.store', LAYOUT.registers, 3);
    column('result', () => w.get(result));
  };
  /** The destination is a floating-point register, which has numbers from 32 on. */
  const writeFloat = () => {
    registerOffset(ENTRY.rd);
    w.get(result);
    w.memory('i64.store', LAYOUT.floats, 3);
    column('result', () => w.get(result));
    w.get(row);
    w.i32(3);
    w.op('i32.shr_u');
    w.get(word);
    w.i64(ENTRY.rd);
    w.op('i64.shr_u');
    w.i64(0x1f);
    w.op('i64.and');
    w.i64(32);
    w.op('i64.add');
    w.memory('i64.store8', LAYOUT.columns.rd);
  };
  /** Pushes the pc of the following instruction. */
  const followingPc = () => {
    w.get(pc);
    w.i64(4);
    w.op('i64.add');
    if (!compressed) return;
    w.get(word);
    w.i64(ENTRY.compressed - 1);
    w.op('i64.shr_u');
    w.i64(2);
    w.op('i64.and');
    w.op('i64.sub');
  };
  /** Pushes the address of the following instruction's entry, four times as far away. */
  const followingEntry = () => {
    w.get(at);
    w.i32(16);
    w.op('i32.add');
    if (!compressed) return;
    w.get(word);
    w.i64(ENTRY.compressed - 3);
    w.op('i64.shr_u');
    w.op('i32.wrap_i64');
    w.i32(8);
    w.op('i32.and');
    w.op('i32.sub');
  };
  const nextRow = () => {
    w.get(row);
    w.i32(8);
    w.op('i32.add');
    w.set(row);
    w.br(next);
  };
  /** Goes on after this instruction. */
  const advance = () => {
    followingPc();
    w.set(pc);
    followingEntry();
    w.set(at);
    nextRow();
  };
  /** Goes on at `pc`, which may lie anywhere. */
  const jump = () => {
    w.get(pc);
    w.i64(region.base);
    w.op('i64.sub');
    w.tee(address);
    w.i64(region.size);
    w.op('i64.lt_u');
    w.if(1, i32);
    w.get(address);
    w.op('i32.wrap_i64');
    w.i32(2);
    w.op('i32.shl');
    w.i32(tableOrigin);
    w.op('i32.add');
    w.else();
    w.i32(tableEnd);
    w.end();
    w.set(at);
    nextRow();
  };
  const link = () => {
    followingPc();
    w.set(result);
    writeResult();
  };
  const dataAddress = () => {
    w.get(a);
    w.get(imm);
    w.op('i64.add');
    w.set(address);
    column('memoryAddress', () => w.get(address));
  };

  function load(name: (typeof LOADS)[number] | (typeof FLOAT_LOADS)[number], kept: boolean): void {
    immediateOperand();
    dataAddress();
    w.get(log);
    w.get(logEnd);
    w.op('i32.eq');
    w.if(0);
    stop(STOP.tooFewValues);
    w.end();
    w.get(log);
    w.memory('i64.load', 0, 3);
    w.set(result);
    // A value that this load cannot have read.
    const unused =
      name in { flw: 0, fld: 0 }
        ? 0
        : { b: 56, h: 48, w: 32, d: 0 }[name[1] as 'b' | 'h' | 'w' | 'd'];
    if (name === 'flw') {
      w.get(result);
      w.i64(BOX);
      w.op('i64.lt_u');
      w.if(0);
      stop(STOP.impossibleValue);
      w.end();
    }
    if (unused > 0) {
      w.get(result);
      w.i64(unused);
      w.op('i64.shl');
      w.i64(unused);
      w.op(name.endsWith('u') ? 'i64.shr_u' : 'i64.shr_s');
      w.get(result);
      w.op('i64.ne');
      w.if(0);
      stop(STOP.impossibleValue);
      w.end();
    }
    w.get(log);
    w.i32(8);
    w.op('i32.add');
    w.set(log);
    column('memoryValue', () => w.get(result));
    if (name === 'flw' || name === 'fld') writeFloat();
    else if (kept) writeResult();
    else zero('result');
    advance();
  }

  function store(bytes: number, from: number = LAYOUT.registers): void {
    registerOperand(from);
    dataAddress();
    for (const segment of segments) {
      w.get(address);
      w.i64(bytes - 1 - segment.base);
      w.op('i64.add');
      w.i64(segment.size + bytes - 1);
      w.op('i64.lt_u');
      w.if(0);
      stop(STOP.storeToCode);
      w.end();
    }
    column('memoryValue', () => {
      w.get(b);
      if (bytes === 8) return;
      w.i64(2 ** (8 * bytes) - 1);
      w.op('i64.and');
    });
    zero('result');
    advance();
  }

  function branch(comparison: PlainOpcode): void {
    registerOperand();
    noAccess();
    zero('result');
    w.get(a);
    w.get(b);
    w.op(comparison);
    w.if();
    w.get(pc);
    w.get(imm);
    w.op('i64.add');
    w.set(pc);
    jump();
    w.end();
    advance();
  }

  function jumpAndLink(linked: boolean, register: boolean): void {
    immediateOperand();
    noAccess();
    if (linked) link();
    else zero('result');
    w.get(register ? a : pc);
    w.get(imm);
    w.op('i64.add');
    if (register) {
      w.i64(-2);
      w.op('i64.and');
    }
    w.set(pc);
    jump();
  }

  function nothing(operand: () => void): void {
    operand();
    noAccess();
    zero('result');
    advance();
  }

  function float(): void {
    const kernel = {
      ...{ w, word, imm, a, result, registerOffset, hostIndex: 0 },
      ...{ floats: LAYOUT.floats, fcsr: LAYOUT.fcsr, hostResult: LAYOUT.floatResult },
      illegal: () => stop(STOP.illegal),
    };
    const pushNumber = () => {
      w.get(word);
      w.i64(ENTRY.op);
      w.op('i64.shr_u');
      w.op('i32.wrap_i64');
      w.i32(0xff);
      w.op('i32.and');
      w.i32(FIRST_FLOAT_OP);
      w.op('i32.sub');
    };
    const prepare = (name: FloatMnemonic) => {
      const operands: readonly string[] = INSTRUCTIONS[OP[name]]!.operands;
      if (operands.includes('fs1')) {
        column('a', () => {
          registerOffset(ENTRY.rs1);
          w.memory('i64.load', LAYOUT.floats, 3);
        });
      }
      if (operands.includes('fs2')) registerOperand(LAYOUT.floats);
      else immediateOperand();
    };
    emitSteppedFloats(kernel, pushNumber, prepare, (name) => {
      if (writesFloatRegister(name)) writeFloat();
      else writeResult();
      noAccess();
      advance();
    });
  }

  function emitAction(action: string): void {
    const floatLoad = FLOAT_LOADS.find((name) => action === name);
    const isFloat = floatLoad !== undefined || action in FLOAT_STORES || action === 'float';
    if (isFloat && !floats) {
      stop(STOP.illegal);
      return;
    }
    const loaded = floatLoad ?? LOADS.find((name) => action === name || action === `${name} x0`);
    if (loaded !== undefined) load(loaded, action === loaded);
    else if (action in FLOAT_STORES) {
      store(FLOAT_STORES[action as keyof typeof FLOAT_STORES], LAYOUT.floats);
    } else if (action === 'float') float();
    else if (action in STORES) store(STORES[action as keyof typeof STORES]);
    else if (action in BRANCHES) branch(BRANCHES[action as keyof typeof BRANCHES]);
    else if (action in STOPS) stop(STOPS[action as keyof typeof STOPS]);
    else if (action === 'nothing') nothing(immediateOperand);
    else if (action === 'nothingRegister') nothing(registerOperand);
    else if (action === 'jump' || action === 'jal') jumpAndLink(action === 'jal', false);
    else if (action === 'jumpRegister' || action === 'jalr') jumpAndLink(action === 'jalr', true);
    else compute(action as Mnemonic);
  }

  function compute(name: Mnemonic): void {
    if (pushResult(w, name, registers, registerOperand)) immediateOperand();
    w.set(result);
    writeResult();
    noAccess();
    advance();
  }

  loadState('at', at);
  loadState('log', log);
  loadState('logEnd', logEnd);
  w.i32(0);
  w.memory('i64.load', LAYOUT.pc, 3);
  w.set(pc);
  const exit = w.block();
  const next = w.loop();
  w.get(row);
  w.get(end);
  w.op('i32.eq');
  w.if(0);
  stop(STOP.limit);
  w.end();
  w.get(at);
  w.memory('i64.load', 0, 3);
  w.set(word);
  column('pc', () => w.get(pc));
  byteColumn('op', ENTRY.op, 0xff);
  byteColumn('rd', ENTRY.rd, 0x1f);
  w.get(word);
  w.i64(ENTRY.imm);
  w.op('i64.shr_s');
  w.set(imm);
  registerOffset(ENTRY.rs1);
  w.memory('i64.load', LAYOUT.registers, 3);
  w.set(a);
  column('a', () => w.get(a));
  const labels = ACTIONS.map(() => w.block()).reverse();
  w.get(word);
  w.op('i32.wrap_i64');
  w.i32(0x7f);
  w.op('i32.and');
  w.brTable(labels, labels[ACTION.get('illegal') as number] as number);
  for (const action of ACTIONS) {
    w.end();
    emitAction(action);
  }
  w.end();
  w.end();
  w.i32(0);
  w.get(pc);
  w.memory('i64.store', LAYOUT.pc, 3);
  w.i32(0);
  w.get(at);
  w.memory('i32.store', LAYOUT.at, 2);
  w.i32(0);
  w.get(log);
  w.memory('i32.store', LAYOUT.log, 2);
  w.get(row);
  return w;
}

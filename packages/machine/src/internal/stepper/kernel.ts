import type { Mnemonic } from '@hart/riscv';
import { FunctionWriter, type MemoryOpcode, type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import type { AddressRange, MemoryMap } from '../../environment.ts';
import { BRANCHES, COMPUTED, pushResult, type Registers } from '../arithmetic.ts';
import { BOX } from '../float/checks.ts';
import { emitSteppedFloats, writesFloatRegister } from '../float/stepped-float.ts';
import { GUEST_ORIGIN, STATE } from '../state.ts';

/** Why the kernel stopped. */
export const STOP = {
  /** The budget is used up. */
  limit: 0,
  /** The code table has no entry for the pc yet. */
  undecoded: 1,
  /** The instruction at the pc is the interpreter's business: a call, a device, a fault, an atomic. */
  interpret: 2,
  /** Compiled code can take over at the pc. */
  entry: 3,
  /** The pc has been called or looped to {@link KernelOptions.compileAfter} times. */
  hot: 4,
} as const;

/** What the kernel does with an instruction; numbered from 0, which is an empty word of the table. */
const SPECIAL = ['undecoded', 'interpret', 'entry', 'nothing', 'jump', 'jumpRegister'] as const;

/** Opcode, log2 of the size. */
const LOADS = {
  lb: ['i64.load8_s', 0],
  lh: ['i64.load16_s', 1],
  lw: ['i64.load32_s', 2],
  ld: ['i64.load', 3],
  lbu: ['i64.load8_u', 0],
  lhu: ['i64.load16_u', 1],
  lwu: ['i64.load32_u', 2],
} as const satisfies Partial<Record<Mnemonic, readonly [MemoryOpcode, number]>>;
const STORES = {
  sb: ['i64.store8', 0],
  sh: ['i64.store16', 1],
  sw: ['i64.store32', 2],
  sd: ['i64.store', 3],
} as const satisfies Partial<Record<Mnemonic, readonly [MemoryOpcode, number]>>;
const FLOAT_LOADS = {
  flw: ['i64.load32_u', 2],
  fld: ['i64.load', 3],
} as const satisfies Partial<Record<Mnemonic, readonly [MemoryOpcode, number]>>;
const FLOAT_STORES = {
  fsw: ['i64.store32', 2],
  fsd: ['i64.store', 3],
} as const satisfies Partial<Record<Mnemonic, readonly [MemoryOpcode, number]>>;

const ACTIONS: readonly string[] = [
  ...SPECIAL,
  ...Object.keys(LOADS),
  ...Object.keys(STORES),
  ...Object.keys(BRANCHES),
  'jal',
  'jalr',
  ...COMPUTED,
  ...Object.keys(FLOAT_LOADS),
  ...Object.keys(FLOAT_STORES),
  'float',
];

/** Numbers of the actions by name: {@link SPECIAL} and mnemonics. */
export const ACTION: ReadonlyMap<string, number> = new Map(
  ACTIONS.map((name, number) => [name, number]),
);

/**
 * A word of the code table, one for every halfword of code: 7 bits action, 1 bit set for a 16-bit
 * instruction, 7 bits the action that `entry` stands before, at 16 5 bits each rd, rs1, rs2, at 32 the
 * immediate.
 */
export const WORD = {
  compressed: 7,
  behind: 8,
  rd: 16,
  rs1: 21,
  rs2: 26,
  imm: 32,
  bytes: 8,
} as const;

const isFloatAction = (name: string): boolean =>
  name === 'float' || name in FLOAT_LOADS || name in FLOAT_STORES;

/** Bit of the immediate of a `float` from which the kind of instruction stands. */
export const FLOAT_KIND = 8;

export interface KernelOptions {
  map: MemoryMap;
  traced: boolean;
  /** Range of addresses that the code table covers. */
  region: AddressRange;
  /** Linear address of the table; after its last word comes one that says `interpret`. */
  tableOrigin: number;
  /** Linear address of the numbers of arrivals, 16 bits for each halfword of code. */
  arrivalsOrigin: number;
  /** Whether there is floating point; without it, its actions are the interpreter's. */
  floats: boolean;
  /** Calls of a place, or loops to it, that make it worth compiling. */
  compileAfter: number;
}

/** Parameters of the kernel, all i32; the result is one of {@link STOP}. */
const PARAMETER = {
  /** Linear address of the first instruction's word. */
  at: 0,
  /** Instructions to execute at most. */
  budget: 1,
  /** Stop at entries and hot places when fewer than so many of the budget are left. */
  stopBelow: 2,
} as const;

/**
 * The function that executes instructions one at a time: a loop with a jump table over their actions.
 * It takes the pc from {@link STATE.pc}, and leaves there where it stopped, and in
 * {@link STATE.budget} what is left of the budget.
 */
export function writeKernel(options: KernelOptions): FunctionWriter {
  const { map, traced, region, tableOrigin, arrivalsOrigin, compileAfter, floats } = options;
  const w = new FunctionWriter(3);
  const { i32, i64 } = VALUE_TYPE;
  const { at, budget, stopBelow } = PARAMETER;
  const [action, log, arrivals] = [w.local(i32), w.local(i32), w.local(i32)];
  const reason = w.local(i32);
  const [pc, word, a, b, imm] = [
    w.local(i64),
    w.local(i64),
    w.local(i64),
    w.local(i64),
    w.local(i64),
  ];
  const address = w.local(i64);
  const result = w.local(i64);
  const registers: Registers = {
    a,
    b,
    imm,
    pc,
    scratch: [w.local(i64), w.local(i64), w.local(i64), w.local(i64), w.local(i64)],
  };
  const tableEnd = tableOrigin + (region.size / 2) * WORD.bytes;

  /** Pushes the linear offset of the register whose number is at bit `shift` of the word. */
  const registerOffset = (shift: number) => {
    w.get(word);
    w.i64(shift - 3);
    w.op('i64.shr_u');
    w.op('i32.wrap_i64');
    w.i32(0xf8);
    w.op('i32.and');
  };
  const stop = (why: number) => {
    w.i32(why);
    w.set(reason);
    w.br(exit);
  };
  const readRs2 = (from: number = STATE.registers) => {
    registerOffset(WORD.rs2);
    w.memory('i64.load', from, 3);
    w.set(b);
  };
  /** Pops into rd, or into fd. */
  const writeResult = (to: number = STATE.registers) => {
    w.set(result);
    registerOffset(WORD.rd);
    w.get(result);
    w.memory('i64.store', to, 3);
  };
  /** Pushes the size of the instruction, 2 or 4, times `scale`. */
  const size = (scale: number) => {
    w.i32(4 * scale);
    w.get(word);
    w.op('i32.wrap_i64');
    w.i32(1 << WORD.compressed);
    w.op('i32.and');
    w.i32(WORD.compressed - 1 - Math.log2(scale));
    w.op('i32.shr_u');
    w.op('i32.sub');
  };
  const followingPc = () => {
    w.get(pc);
    size(1);
    w.op('i64.extend_i32_u');
    w.op('i64.add');
  };
  const count = () => {
    w.get(budget);
    w.i32(1);
    w.op('i32.sub');
    w.set(budget);
  };
  /** Goes on after this instruction. */
  const advance = () => {
    count();
    followingPc();
    w.set(pc);
    w.get(at);
    size(4);
    w.op('i32.add');
    w.set(at);
    w.br(next);
  };
  /** Goes on at `pc`, which may lie anywhere. */
  const jump = (counted: boolean) => {
    count();
    w.get(pc);
    w.i64(region.base);
    w.op('i64.sub');
    w.tee(address);
    w.i64(region.size);
    w.op('i64.ge_u');
    w.if();
    w.i32(tableEnd | 0);
    w.set(at);
    w.br(next);
    w.end();
    w.get(address);
    w.op('i32.wrap_i64');
    w.i32(2);
    w.op('i32.shl');
    w.i32(tableOrigin | 0);
    w.op('i32.add');
    w.set(at);
    if (counted) countArrival();
    w.br(next);
  };
  const countArrival = () => {
    const place = () => {
      w.get(address);
      w.op('i32.wrap_i64');
    };
    place();
    place();
    w.memory('i32.load16_u', arrivalsOrigin, 1);
    w.i32(1);
    w.op('i32.add');
    w.tee(arrivals);
    w.memory('i32.store16', arrivalsOrigin, 1);
    w.get(arrivals);
    w.i32(compileAfter);
    w.op('i32.ge_u');
    w.get(budget);
    w.get(stopBelow);
    w.op('i32.lt_u');
    w.op('i32.and');
    w.if();
    place();
    w.i32(0);
    w.memory('i32.store16', arrivalsOrigin, 1);
    stop(STOP.hot);
    w.end();
  };

  /** Pushes rs1 + imm relative to `range`; stops if it is outside or misaligned. */
  const checkedAddress = (range: AddressRange, log2Size: number) => {
    w.get(a);
    w.get(imm);
    w.op('i64.add');
    w.i64(range.base);
    w.op('i64.sub');
    w.tee(address);
    if (log2Size > 0) {
      w.i64(log2Size);
      w.op('i64.rotr');
    }
    w.i64(Math.floor(range.size / 2 ** log2Size));
    w.op('i64.ge_u');
    w.if();
    stop(STOP.interpret);
    w.end();
    w.get(address);
    w.op('i32.wrap_i64');
  };
  const originOf = (range: AddressRange) => GUEST_ORIGIN + range.base - map.window.base;

  function load(
    [opcode, log2Size]: readonly [MemoryOpcode, number],
    to: number = STATE.registers,
  ): void {
    checkedAddress(map.window, log2Size);
    w.memory(opcode, originOf(map.window), 0);
    if (to === STATE.floats && log2Size === 2) {
      w.i64(BOX);
      w.op('i64.or');
    }
    writeResult(to);
    if (traced) {
      w.get(log);
      w.get(result);
      w.memory('i64.store', 0, 3);
      w.get(log);
      w.i32(8);
      w.op('i32.add');
      w.set(log);
    }
    advance();
  }

  function store(
    [opcode, log2Size]: readonly [MemoryOpcode, number],
    from: number = STATE.registers,
  ): void {
    // Watched stores are rare, and so is the cold code of environments that have them.
    if (map.watched.length > 0) {
      stop(STOP.interpret);
      return;
    }
    readRs2(from);
    checkedAddress(map.writable, log2Size);
    w.get(b);
    w.memory(opcode, originOf(map.writable), 0);
    advance();
  }

  function branch(comparison: PlainOpcode): void {
    readRs2();
    w.get(a);
    w.get(b);
    w.op(comparison);
    w.if();
    w.get(pc);
    w.get(imm);
    w.op('i64.add');
    w.set(pc);
    jumpByImmediate();
    w.end();
    advance();
  }

  function jumpAndLink(linked: boolean, register: boolean): void {
    if (linked) {
      followingPc();
      writeResult();
    }
    w.get(register ? a : pc);
    w.get(imm);
    w.op('i64.add');
    if (register) {
      w.i64(-2);
      w.op('i64.and');
    }
    w.set(pc);
    if (linked || register) jump(linked);
    else jumpByImmediate();
  }

  /** Only what jumps back makes a loop. */
  function jumpByImmediate(): void {
    w.get(imm);
    w.i64(0);
    w.op('i64.lt_s');
    w.if();
    jump(true);
    w.end();
    jump(false);
  }

  /** The immediate has the kind of instruction above what belongs to it. */
  function float(): void {
    const pushNumber = () => {
      w.get(imm);
      w.i64(FLOAT_KIND);
      w.op('i64.shr_u');
      w.op('i32.wrap_i64');
      w.get(imm);
      w.i64(2 ** FLOAT_KIND - 1);
      w.op('i64.and');
      w.set(imm);
    };
    const kernel = {
      ...{ w, word, imm, a, result, registerOffset, hostIndex: 0 },
      ...{ floats: STATE.floats, fcsr: STATE.fcsr, hostResult: STATE.floatResult },
      illegal: () => stop(STOP.interpret),
    };
    const before = () => {};
    emitSteppedFloats(kernel, pushNumber, before, (name) => {
      w.get(result);
      writeResult(writesFloatRegister(name) ? STATE.floats : STATE.registers);
      advance();
    });
  }

  function emitAction(name: string): void {
    if (name in LOADS) load(LOADS[name as keyof typeof LOADS]);
    else if (name in STORES) store(STORES[name as keyof typeof STORES]);
    else if (!floats && isFloatAction(name)) stop(STOP.interpret);
    else if (name in FLOAT_LOADS) {
      load(FLOAT_LOADS[name as keyof typeof FLOAT_LOADS], STATE.floats);
    } else if (name in FLOAT_STORES) {
      store(FLOAT_STORES[name as keyof typeof FLOAT_STORES], STATE.floats);
    } else if (name === 'float') float();
    else if (name in BRANCHES) branch(BRANCHES[name as keyof typeof BRANCHES]);
    else if (name === 'undecoded' || name === 'interpret') stop(STOP[name]);
    else if (name === 'nothing') advance();
    else if (name === 'jump' || name === 'jal') jumpAndLink(name === 'jal', false);
    else if (name === 'jumpRegister' || name === 'jalr') jumpAndLink(name === 'jalr', true);
    else if (name === 'entry') {
      w.get(budget);
      w.get(stopBelow);
      w.op('i32.lt_u');
      w.if();
      stop(STOP.entry);
      w.end();
      w.get(word);
      w.op('i32.wrap_i64');
      w.i32(WORD.behind);
      w.op('i32.shr_u');
      w.i32(0x7f);
      w.op('i32.and');
      w.set(action);
      w.br(dispatch);
    } else {
      pushResult(w, name as Mnemonic, registers, readRs2);
      writeResult();
      advance();
    }
  }

  w.i32(0);
  w.memory('i64.load', STATE.pc, 3);
  w.set(pc);
  w.i32(0);
  w.memory('i32.load', STATE.log, 2);
  w.set(log);
  const exit = w.block();
  const next = w.loop();
  w.get(budget);
  w.op('i32.eqz');
  w.if();
  stop(STOP.limit);
  w.end();
  w.get(at);
  w.memory('i64.load', 0, 3);
  w.tee(word);
  w.i64(WORD.imm);
  w.op('i64.shr_s');
  w.set(imm);
  registerOffset(WORD.rs1);
  w.memory('i64.load', STATE.registers, 3);
  w.set(a);
  w.get(word);
  w.op('i32.wrap_i64');
  w.i32(0x7f);
  w.op('i32.and');
  w.set(action);
  const dispatch = w.loop();
  const labels = ACTIONS.map(() => w.block()).reverse();
  w.get(action);
  w.brTable(labels, labels[ACTION.get('interpret') as number] as number);
  for (const name of ACTIONS) {
    w.end();
    emitAction(name);
  }
  w.end();
  w.end();
  w.op('unreachable');
  w.end();
  w.i32(0);
  w.get(pc);
  w.memory('i64.store', STATE.pc, 3);
  w.i32(0);
  w.get(log);
  w.memory('i32.store', STATE.log, 2);
  w.i32(0);
  w.get(budget);
  w.memory('i32.store', STATE.budget, 2);
  w.get(reason);
  return w;
}

import { INSTRUCTIONS, type Instruction, MNEMONICS, OP } from '@hart/riscv';
import { compileModule, encodeModule, VALUE_TYPE } from '@hart/wasm';
import type { AddressRange, MemoryMap } from '../../environment.ts';
import { COMPUTED_OPS } from '../arithmetic.ts';
import { NOT_EXECUTABLE } from '../code.ts';
import { FLOAT_MNEMONICS } from '../float/float-unit.ts';
import { createSteppedHost, FIRST_FLOAT_OP, STEPPED_HOST_TYPE } from '../float/stepped-float.ts';
import type { Hart } from '../interpreter/hart.ts';
import { interpret } from '../interpreter/interpret.ts';
import { STATE } from '../state.ts';
import { ACTION, FLOAT_KIND, STOP, WORD, writeKernel } from './kernel.ts';

/** Instructions decoded at once, from the one that was reached on. */
const DECODE_AHEAD = 32;
/** Code beyond this is left to the interpreter, which is slower. */
const MAX_REGION = 2 ** 26;
/** The kernel counts in 32 bits. */
const MAX_BUDGET = 2 ** 30;
/** Beyond what 16 bits count to. */
const NEVER = 2 ** 17;

/**
 * Executes code that is not compiled, or not up to where it must stop: an interpreter in WebAssembly, some ten times as
 * fast as the one in TypeScript, to which it leaves whatever is not plain computation.
 */
export interface Stepper {
  /** Executes exactly `budget` instructions unless the guest ends or is moved before. */
  walk(budget: number): void;
  /**
   * Executes at least one instruction and at most `budget`, until compiled code can take over
   * (`entry`), or a place that is called or looped to often ought to be compiled (`hot`).
   */
  walkToEntry(budget: number): 'entry' | 'hot' | 'limit';
  /** Notes that compiled code left for the function at `pc`; true if that makes it worth compiling. */
  arrive(pc: number): boolean;
  /** Makes `pc` an entry. */
  markEntry(pc: number): void;
  /** Forgets all code and entries. */
  reset(): void;
}

/** Sizes of the areas that the stepper needs for this code. */
export function stepperAreas(code: AddressRange): { codeTable: number; arrivals: number } {
  const { size } = evenRange(code);
  return { codeTable: (size / 2 + 1) * WORD.bytes, arrivals: size };
}

/** From and to an even address, and not too large. */
function evenRange({ base, size }: AddressRange): AddressRange {
  const low = base - (base % 2);
  const bytes = Math.min(Math.ceil((base + size - low) / 2) * 2, MAX_REGION);
  return { base: low, size: bytes };
}

export function createStepper(
  hart: Hart,
  map: MemoryMap,
  traced: boolean,
  compileAfter: number,
  isEntry: (pc: number) => boolean,
): Stepper {
  const { memory, code } = hart;
  const { view } = memory;
  const region = evenRange(code.region);
  const { codeTable: tableOrigin, arrivals: arrivalsOrigin } = memory.areas;
  const tableEnd = tableOrigin + (region.size / 2) * WORD.bytes;
  const threshold = Math.min(Math.ceil(compileAfter), NEVER);
  let floats = false;
  let run = build();
  const actionNumber = (name: string): number => ACTION.get(name) as number;
  const entryAction = actionNumber('entry');
  view.setUint32(tableEnd, actionNumber('interpret'), true);
  /** Addresses of words that are not zero, where code may change. */
  let written: number[] = [];
  const fixed = map.code === 'write-xor-execute';

  /** Address of the word for a pc; {@link tableEnd} for one that has none. */
  function wordAt(pc: number): number {
    const offset = pc - region.base;
    // Asked this way round, NaN is outside.
    return offset >= 0 && offset < region.size && offset % 2 === 0
      ? tableOrigin + offset * 4
      : tableEnd;
  }

  function put(at: number, low: number, imm: number): void {
    if (!fixed) written.push(at);
    view.setInt32(at, low, true);
    view.setInt32(at + 4, imm, true);
  }

  function build(): Kernel {
    return instantiate(hart, {
      ...{ map, traced, region, tableOrigin, arrivalsOrigin, floats },
      compileAfter: threshold,
    });
  }

  function decodeFrom(start: number): void {
    let pc = start;
    for (let count = 0; count < DECODE_AHEAD; count++) {
      const at = wordAt(pc);
      if (at === tableEnd) return;
      const old = view.getUint32(at, true);
      if (actionBehind(old) !== 0) return;
      // Only what execution reaches may be fetched; the rest just if it can be looked at.
      const fetched = count === 0 ? code.fetch(pc) : code.peek(pc);
      if (fetched === undefined) return;
      const known = fetched !== null && fetched !== NOT_EXECUTABLE && !code.isProbe(pc);
      if (known && !floats && isFloat(fetched)) {
        floats = true;
        run = build();
      }
      const low = known ? encodeLow(fetched) : actionNumber('interpret');
      put(at, old === 0 ? low : markedAsEntry(low), known ? encodeHigh(fetched) : 0);
      if (!known) return;
      pc += fetched.size;
    }
  }

  function actionBehind(low: number): number {
    const action = low & 0x7f;
    return action === entryAction ? (low >>> WORD.behind) & 0x7f : action;
  }

  function markedAsEntry(low: number): number {
    return (low & ~0x7f) | entryAction | ((low & 0x7f) << WORD.behind);
  }

  /** Runs the kernel once, and the interpreter for what it leaves to it. */
  function step(budget: number, stopBelow: number): number {
    const at = wordAt(hart.pc);
    if (at === tableEnd) {
      interpret(hart, 1);
      return STOP.interpret;
    }
    view.setBigInt64(STATE.pc, BigInt(hart.pc), true);
    const reason = run(at, budget, stopBelow);
    hart.steps += budget - view.getInt32(STATE.budget, true);
    hart.jump(view.getBigInt64(STATE.pc, true));
    hart.pc = hart.nextPc;
    if (reason === STOP.undecoded) decodeFrom(hart.pc);
    else if (reason === STOP.interpret) interpret(hart, 1);
    return reason;
  }

  return {
    walk(budget) {
      const end = hart.steps + budget;
      while (hart.steps < end && hart.outcome === undefined && hart.cut === undefined) {
        step(Math.min(end - hart.steps, MAX_BUDGET), 0);
      }
    },
    walkToEntry(budget) {
      const start = hart.steps;
      const end = start + budget;
      while (hart.steps < end && hart.outcome === undefined) {
        const left = Math.min(end - hart.steps, MAX_BUDGET);
        // The first instruction of all is executed wherever it is.
        const reason = step(left, hart.steps === start ? left : left + 1);
        if (hart.cut !== undefined) return 'limit';
        if (reason === STOP.hot) return 'hot';
        if (hart.steps > start && isEntry(hart.pc)) return 'entry';
      }
      return 'limit';
    },
    arrive(pc) {
      const offset = pc - region.base;
      if (wordAt(pc) === tableEnd) return compileAfter < NEVER;
      const count = view.getUint16(arrivalsOrigin + offset, true) + 1;
      view.setUint16(arrivalsOrigin + offset, count, true);
      return count >= threshold;
    },
    markEntry(pc) {
      const at = wordAt(pc);
      if (at === tableEnd) return;
      const low = view.getInt32(at, true);
      if ((low & 0x7f) !== entryAction) put(at, markedAsEntry(low), view.getInt32(at + 4, true));
    },
    reset() {
      for (const at of written) view.setBigUint64(at, 0n, true);
      written = [];
      memory.bytes.fill(0, arrivalsOrigin, arrivalsOrigin + region.size);
    },
  };
}

type Kernel = (at: number, budget: number, stopBelow: number) => number;

function instantiate(hart: Hart, options: Parameters<typeof writeKernel>[0]): Kernel {
  const { i32 } = VALUE_TYPE;
  const { memory } = hart;
  const pages = memory.wasm.buffer.byteLength / 65536;
  const bytes = encodeModule({
    types: [{ parameters: [i32, i32, i32], results: [i32] }, STEPPED_HOST_TYPE],
    imports: [
      { kind: 'memory', module: 'hart', name: 'memory', minimum: pages, maximum: pages },
      { kind: 'function', module: 'hart', name: 'float', type: 1 },
    ],
    functions: [{ type: 0, body: writeKernel(options), name: 'step', exportAs: 'step' }],
  });
  const module = compileModule(bytes, 'optimised');
  const float = createSteppedHost(hart, (bits) =>
    memory.view.setBigUint64(STATE.floatResult, bits, true),
  );
  const { exports } = new WebAssembly.Instance(module, { hart: { memory: memory.wasm, float } });
  return exports.step as Kernel;
}

/** Name of the action for an instruction: see `ACTION`. */
function actionOf({ op, rd }: Instruction): string {
  const name = MNEMONICS[op] as string;
  if (rd === 0) {
    if (name === 'jal') return 'jump';
    if (name === 'jalr') return 'jumpRegister';
    if (COMPUTED_OPS.has(op)) return 'nothing';
    // A load to x0 still reads.
    if ((INSTRUCTIONS[op]!.operands as readonly string[]).includes('rd')) return 'interpret';
  }
  if (name === 'fence') return 'nothing';
  if (FLOAT_OPS.has(op)) return 'float';
  return ACTION.has(name) ? name : 'interpret';
}

const FLOAT_ACCESSES: ReadonlySet<number> = new Set([OP.flw, OP.fld, OP.fsw, OP.fsd]);
const FLOAT_OPS: ReadonlySet<number> = new Set(FLOAT_MNEMONICS.map((name) => OP[name]));

/** Whether a kernel without floating point does not have this instruction. */
function isFloat({ op }: Instruction): boolean {
  return op >= FIRST_FLOAT_OP && (FLOAT_OPS.has(op) || FLOAT_ACCESSES.has(op));
}

/** The high half of a word. */
function encodeHigh({ op, imm }: Instruction): number {
  return FLOAT_OPS.has(op) ? imm | ((op - FIRST_FLOAT_OP) << FLOAT_KIND) : imm;
}

/** The low half of a word. */
function encodeLow(instruction: Instruction): number {
  const { rd, rs1, rs2, size } = instruction;
  return (
    (ACTION.get(actionOf(instruction)) as number) |
    (size === 2 ? 1 << WORD.compressed : 0) |
    (rd << WORD.rd) |
    (rs1 << WORD.rs1) |
    (rs2 << WORD.rs2)
  );
}

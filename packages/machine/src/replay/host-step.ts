import { INSTRUCTIONS, type Instruction, MNEMONICS } from '@hart/riscv';
import { isCallCsr } from '../environment.ts';
import {
  computeFloat,
  type FloatState,
  readFloatCsr,
  writeFloatCsr,
} from '../internal/float/float-unit.ts';
import { FLOAT_WORDS, MAX_OPERAND_VALUES } from '../trace.ts';
import { fold } from './digest.ts';
import type { ReplayProgram } from './program.ts';
import { LAYOUT } from './rows.ts';

/** What the chunk has besides the kernel's state. */
export interface HostState {
  reservation: bigint;
  /** Instructions that the last call passed over. */
  skipped: number;
}

/** Most instructions that a call can pass over. */
const MAX_SKIPPED = 2;

/** Why an instruction cannot have been executed with these values. */
export type Refusal = string;

const TOO_FEW = 'it has fewer values than its instructions read';

/**
 * Executes one instruction of those that the kernel leaves to the host (calls, CSRs, atomics, floating point to x0) and
 * writes its row. Returns a reason if that cannot be.
 */
export function hostStep(
  program: ReplayProgram,
  state: HostState,
  row: number,
): Refusal | undefined {
  const { view, registers, batch } = program;
  const pc = view.getBigUint64(LAYOUT.pc, true);
  const instruction = program.fetch(pc) as Instruction;
  const name = MNEMONICS[instruction.op] as string;
  batch.pc[row] = pc;
  batch.op[row] = instruction.op;
  batch.memoryAddress[row] = 0n;
  batch.memoryValue[row] = 0n;
  state.skipped = 0;
  const refusal =
    name === 'ecall'
      ? environmentCall(program, state, row)
      : name.startsWith('csr')
        ? controlRegister(program, state, name, instruction, row)
        : name.startsWith('f')
          ? float(program, instruction, row)
          : atomic(program, state, name, instruction, row);
  if (refusal !== undefined) return refusal;
  registers[0] = 0n;
  const nextPc = passOver(program, pc + BigInt(instruction.size), state.skipped);
  if (nextPc === undefined) return 'it passes over what is no instruction';
  view.setBigUint64(LAYOUT.pc, nextPc, true);
  view.setUint32(LAYOUT.at, program.entryAt(nextPc), true);
  return undefined;
}

function passOver(program: ReplayProgram, from: bigint, instructions: number): bigint | undefined {
  let pc = from;
  for (let n = 0; n < instructions; n++) {
    const passed = program.fetch(pc);
    if (passed === undefined) return undefined;
    pc += BigInt(passed.size);
  }
  return pc;
}

/** The next logged value. */
function next({ view }: ReplayProgram): bigint | undefined {
  const at = view.getUint32(LAYOUT.log, true);
  if (at === view.getUint32(LAYOUT.logEnd, true)) return undefined;
  view.setUint32(LAYOUT.log, at + 8, true);
  return view.getBigUint64(at, true);
}

function write({ registers, batch }: ReplayProgram, row: number, rd: number, value: bigint): void {
  batch.rd[row] = rd;
  batch.result[row] = rd === 0 ? 0n : value;
  registers[rd] = value;
}

function environmentCall(
  program: ReplayProgram,
  state: HostState,
  row: number,
): Refusal | undefined {
  const { registers, batch } = program;
  batch.a[row] = registers[17]!;
  batch.b[row] = registers[10]!;
  return call(program, state, row);
}

/** What the environment did: which registers changed, whether operands follow, how many instructions it passed over. */
function call(program: ReplayProgram, state: HostState, row: number): Refusal | undefined {
  const { registers, batch } = program;
  write(program, row, 0, 0n);
  const changed = next(program);
  if (changed === undefined) return TOO_FEW;
  state.skipped = Number(changed >> 32n);
  if (state.skipped > MAX_SKIPPED) return 'it has a value that is no set of registers';
  if ((changed & 1n) === 1n) {
    const refusal = operands(program, row);
    if (refusal !== undefined) return refusal;
  }
  for (let register = 31; register > 0; register--) {
    if (((changed >> BigInt(register)) & 1n) === 1n) batch.rd[row] = register;
  }
  for (let register = 1; register < 32; register++) {
    if (((changed >> BigInt(register)) & 1n) === 0n) continue;
    const value = next(program);
    if (value === undefined) return TOO_FEW;
    if (value === registers[register]) return 'a call changes a register to what it was';
    registers[register] = value;
    if (register === batch.rd[row]) batch.result[row] = value;
  }
  return undefined;
}

/** The words behind the set of registers: their number, then they themselves. */
function operands({ view, batch }: ReplayProgram, row: number): Refusal | undefined {
  const at = view.getUint32(LAYOUT.log, true);
  const available = (view.getUint32(LAYOUT.logEnd, true) - at) / 8 - 1;
  if (available < 0) return TOO_FEW;
  const count = Number(view.getBigUint64(at, true));
  if (count === 0 || count > MAX_OPERAND_VALUES)
    return `it has a call with ${count} words of operands`;
  if (count > available) return TOO_FEW;
  const words = new BigUint64Array(view.buffer, at + 8, count);
  view.setUint32(LAYOUT.log, at + 8 * (1 + count), true);
  batch.operands.push({ row, words });
  batch.memoryAddress[row] = BigInt(count);
  batch.memoryValue[row] = fold(0n, words);
  return undefined;
}

function controlRegister(
  program: ReplayProgram,
  state: HostState,
  name: string,
  { rd, rs1, imm }: Instruction,
  row: number,
): Refusal | undefined {
  const { registers, batch } = program;
  batch.a[row] = name.endsWith('i') ? BigInt(rs1) : registers[rs1]!;
  batch.b[row] = BigInt(imm);
  const writes = name.startsWith('csrrw') || rs1 !== 0;
  if (writes && isCallCsr(imm)) return call(program, state, row);
  const reads = rd !== 0 || !name.startsWith('csrrw');
  const floats = floatStateOf(program.floats);
  const known = readFloatCsr(floats, imm);
  const old = reads ? (known ?? next(program)) : 0n;
  if (old === undefined) return TOO_FEW;
  if (known !== undefined && writes) {
    const operand = batch.a[row]!;
    const kept = name.startsWith('csrrs') ? known | operand : known & ~operand;
    writeFloatCsr(floats, imm, name.startsWith('csrrw') ? operand : kept);
  }
  write(program, row, rd, old);
  return undefined;
}

/** f0 to f31 and `fcsr` in one array as the floating-point unit wants them. */
export function floatStateOf(floats: BigUint64Array): FloatState {
  return {
    f: floats,
    get fcsr() {
      return Number(floats[FLOAT_WORDS - 1]!);
    },
    set fcsr(bits) {
      floats[FLOAT_WORDS - 1] = BigInt(bits);
    },
  };
}

/** F and D where nothing but flags comes of it: the destination is x0. */
function float(program: ReplayProgram, instruction: Instruction, row: number): Refusal | undefined {
  const { floats, batch } = program;
  const { op, rs1, rs2, imm } = instruction;
  const operands: readonly string[] = INSTRUCTIONS[op]!.operands;
  batch.a[row] = floats[rs1]!;
  batch.b[row] = operands.includes('fs2') ? floats[rs2]! : BigInt(imm);
  const result = computeFloat(floatStateOf(floats), instruction, 0n);
  if (result === undefined) return 'the instruction cannot be executed';
  write(program, row, 0, 0n);
  return undefined;
}

function atomic(
  program: ReplayProgram,
  state: HostState,
  name: string,
  { rd, rs1, rs2 }: Instruction,
  row: number,
): Refusal | undefined {
  const { registers, batch } = program;
  const size = name.endsWith('.w') ? 4 : 8;
  const address = registers[rs1]!;
  const operand = registers[rs2]!;
  batch.a[row] = address;
  batch.b[row] = name.startsWith('lr') ? 0n : operand;
  if (address % BigInt(size) !== 0n) return 'an atomic access is misaligned';
  if (!name.startsWith('lr') && program.isCode(address, size)) {
    return 'it stores to the code of the program';
  }
  if (name.startsWith('sc')) {
    const succeeds = state.reservation === BigInt.asIntN(64, address);
    state.reservation = -1n;
    if (succeeds) {
      batch.memoryAddress[row] = address;
      batch.memoryValue[row] = BigInt.asUintN(size * 8, operand);
    }
    write(program, row, rd, succeeds ? 0n : 1n);
    return undefined;
  }
  const old = next(program);
  if (old === undefined) return TOO_FEW;
  if (old !== BigInt.asUintN(64, BigInt.asIntN(size * 8, old))) {
    return `it has a value that ${name} cannot have read`;
  }
  batch.memoryAddress[row] = address;
  batch.memoryValue[row] = old;
  if (name.startsWith('lr')) state.reservation = BigInt.asIntN(64, address);
  write(program, row, rd, old);
  return undefined;
}

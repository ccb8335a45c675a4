import { INSTRUCTIONS, type Instruction, MNEMONICS } from '@hart/riscv';
import {
  computeFloat,
  type FloatState,
  readFloatCsr,
  writeFloatCsr,
} from '../internal/float/float-unit.ts';
import { FLOAT_WORDS } from '../trace.ts';
import type { ReplayProgram } from './program.ts';
import { LAYOUT } from './rows.ts';

/** What the chunk has besides the kernel's state. */
export interface HostState {
  reservation: bigint;
}

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
  const instruction = program.instructionAt(pc);
  const name = MNEMONICS[instruction.op] as string;
  batch.pc[row] = pc;
  batch.op[row] = instruction.op;
  batch.memoryAddress[row] = 0n;
  batch.memoryValue[row] = 0n;
  const refusal =
    name === 'ecall'
      ? call(program, row)
      : name.startsWith('csr')
        ? controlRegister(program, name, instruction, row)
        : name.startsWith('f')
          ? float(program, instruction, row)
          : atomic(program, state, name, instruction, row);
  if (refusal !== undefined) return refusal;
  registers[0] = 0n;
  view.setBigUint64(LAYOUT.pc, pc + BigInt(instruction.size), true);
  view.setUint32(LAYOUT.at, program.entryAt(pc + BigInt(instruction.size)), true);
  return undefined;
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

function call(program: ReplayProgram, row: number): Refusal | undefined {
  const { registers, batch } = program;
  batch.a[row] = registers[17]!;
  batch.b[row] = registers[10]!;
  write(program, row, 0, 0n);
  const changed = next(program);
  if (changed === undefined) return TOO_FEW;
  if ((changed & ~0xfffffffen) !== 0n) return 'it has a value that is no set of registers';
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

function controlRegister(
  program: ReplayProgram,
  name: string,
  { rd, rs1, imm }: Instruction,
  row: number,
): Refusal | undefined {
  const { registers, batch } = program;
  batch.a[row] = name.endsWith('i') ? BigInt(rs1) : registers[rs1]!;
  batch.b[row] = BigInt(imm);
  const reads = rd !== 0 || !name.startsWith('csrrw');
  const state = floatStateOf(program.floats);
  const known = readFloatCsr(state, imm);
  const old = reads ? (known ?? next(program)) : 0n;
  if (old === undefined) return TOO_FEW;
  if (known !== undefined && (name.startsWith('csrrw') || rs1 !== 0)) {
    const operand = batch.a[row]!;
    const kept = name.startsWith('csrrs') ? known | operand : known & ~operand;
    writeFloatCsr(state, imm, name.startsWith('csrrw') ? operand : kept);
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

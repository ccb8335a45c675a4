import type { Instruction } from '@hart/riscv';
import {
  CONTINUE,
  type Environment,
  type Handled,
  type HartContext,
  type HartView,
  type Refusal,
} from '../../environment.ts';
import type { Outcome, Trap, TrapCause } from '../../outcome.ts';
import { MAX_OPERAND_VALUES } from '../../trace.ts';
import { type Code, NOT_EXECUTABLE, type Probes } from '../code.ts';
import { type GuestMemory, offsetIn } from '../guest-memory.ts';
import type { Profiler } from '../profiler/profiler.ts';
import { GUEST_ORIGIN, NO_RESERVATION, STATE } from '../state.ts';

/** Thrown inside the interpreter by the instruction that cannot be executed; never leaves it. */
export class TrapSignal {
  readonly cause: TrapCause;
  readonly address: bigint | undefined;
  /** See {@link Trap.text}. */
  readonly text: string | undefined;
  constructor(cause: TrapCause, address?: bigint, text?: string) {
    this.cause = cause;
    this.address = address;
    this.text = text;
  }
}

/**
 * Architectural state of the one hart. Registers and reservation live in linear memory, where
 * compiled code keeps them between functions, so both engines work on the same state.
 */
export class Hart implements HartView {
  readonly memory: GuestMemory;
  readonly code: Code;
  readonly environment: Environment;
  /** x0..x31 as signed integers; an assignment wraps to 64 bits. x0 is cleared after each step. */
  readonly s: BigInt64Array;
  /** The same registers, unsigned. */
  readonly x: BigUint64Array;
  /** f0..f31; singles have all upper bits set. */
  readonly f: BigUint64Array;
  /** Address of the current instruction. NaN after a jump beyond 2^53; then `farPc` has it. */
  pc: number;
  farPc = 0n;
  /** Where execution goes on; an instruction that jumps overwrites it. */
  nextPc = 0;
  /** Instructions executed so far. */
  steps = 0;
  outcome: Outcome | undefined;
  /** Where the environment wants to go on, once the current instruction is done. */
  destination: HartContext | undefined;
  /** Why the chunk of the trace ends here, until it has: the environment has moved the hart, or the chunk is full. */
  cut: 'moved' | 'full' | undefined;
  /** Instructions after the current one that are passed over. */
  skipped = 0;
  /** Called after `fence.i` found changed code. */
  onCodeChanged: () => void = () => {};
  /** Whether values read from memory are logged at the address in {@link STATE.log}. */
  traced = false;
  /** The same ones that {@link Code.isProbe} tells. */
  probes: Probes | undefined;
  /** Takes note of every step, if there is a profile. */
  profiler: Profiler | undefined;
  #misaligned = 0;
  /** The registers once more, as low and high halves. */
  readonly #halves: Int32Array;
  /** What they were before a call. */
  readonly #before = new Int32Array(64);
  /** Words of operands that the current call has logged. */
  #operandWords = 0;
  /** With a trace, called when a call with operands is logged. */
  onOperands: () => void = () => {};

  constructor(memory: GuestMemory, code: Code, environment: Environment, entry: number) {
    this.memory = memory;
    this.code = code;
    this.environment = environment;
    const buffer = memory.wasm.buffer;
    this.s = new BigInt64Array(buffer, STATE.registers, 32);
    this.x = new BigUint64Array(buffer, STATE.registers, 32);
    this.f = new BigUint64Array(buffer, STATE.floats, 32);
    this.#halves = new Int32Array(buffer, STATE.registers, 64);
    this.pc = entry;
    this.reservation = NO_RESERVATION;
  }

  get reservation(): bigint {
    return this.memory.view.getBigInt64(STATE.reservation, true);
  }

  set reservation(address: bigint) {
    this.memory.view.setBigInt64(STATE.reservation, address, true);
  }

  get fcsr(): number {
    return this.memory.view.getInt32(STATE.fcsr, true);
  }

  set fcsr(bits: number) {
    this.memory.view.setInt32(STATE.fcsr, bits, true);
  }

  /** Misaligned loads and stores so far, by both engines. */
  get misaligned(): number {
    return this.#misaligned + Number(this.memory.view.getBigUint64(STATE.misaligned, true));
  }

  /** The pc as it is architecturally, also when it lies beyond 2^53. */
  get exactPc(): bigint {
    return Number.isNaN(this.pc) ? this.farPc : BigInt(this.pc);
  }

  /** Makes `target` (bit 0 cleared) the next pc. */
  jump(target: bigint): void {
    const address = BigInt.asUintN(64, target) & ~1n;
    this.nextPc = Number(address);
    if (this.nextPc > Number.MAX_SAFE_INTEGER) {
      this.nextPc = Number.NaN;
      this.farPc = address;
    }
  }

  /** Goes on at `pc`, which may be below 0: addresses wrap around. */
  moveTo(pc: number): void {
    if (pc >= 0) this.pc = pc;
    else {
      this.jump(BigInt(pc));
      this.pc = this.nextPc;
    }
  }

  /** Makes pc + offset the next pc. */
  jumpBy(offset: number): void {
    const target = this.pc + offset;
    if (target >= 0) this.nextPc = target;
    else this.jump(BigInt(target));
  }

  /** rs1 + imm as a signed number: exact wherever memory can be, far outside elsewhere. */
  #address(rs1: number, imm: number): number {
    return this.#halves[2 * rs1 + 1]! * 2 ** 32 + (this.#halves[2 * rs1]! >>> 0) + imm;
  }

  #exactAddress(rs1: number, imm: number): bigint {
    return BigInt.asUintN(64, this.s[rs1]! + BigInt(imm));
  }

  /** Loads `size` bytes (1, 2, 4 or 8) at rs1 + imm as an unsigned integer. */
  load(rs1: number, imm: number, size: number): bigint {
    const { view, window } = this.memory;
    const offset = offsetIn(this.memory, window, this.#address(rs1, imm), size);
    if (offset < 0) {
      const address = this.#exactAddress(rs1, imm);
      const value = this.environment.load?.(address, size);
      if (value === undefined) throw new TrapSignal('load-access-fault', address);
      return value;
    }
    if (offset % size !== 0) this.#misaligned++;
    switch (size) {
      case 1:
        return BigInt(view.getUint8(offset));
      case 2:
        return BigInt(view.getUint16(offset, true));
      case 4:
        return BigInt(view.getUint32(offset, true));
      default:
        return view.getBigUint64(offset, true);
    }
  }

  /** With a trace, logs a value that came from outside the registers. Returns it. */
  log(value: bigint): bigint {
    if (this.traced) {
      const { view } = this.memory;
      const at = view.getUint32(STATE.log, true);
      view.setBigInt64(at, value, true);
      view.setUint32(STATE.log, at + 8, true);
    }
    return value;
  }

  /** Stores the low `size` bytes of `value` at rs1 + imm. */
  store(rs1: number, imm: number, size: number, value: bigint): void {
    const { writable, watched } = this.environment.memory;
    const offset = offsetIn(this.memory, writable, this.#address(rs1, imm), size);
    if (offset < 0 || (watched.length > 0 && this.#touchesWatched(offset, size))) {
      const address = this.#exactAddress(rs1, imm);
      const handled = this.environment.store?.(address, size, BigInt.asUintN(size * 8, value));
      if (handled !== undefined) {
        this.settle(handled);
        return;
      }
      if (offset < 0) throw new TrapSignal('store-access-fault', address);
    }
    if (offset % size !== 0) this.#misaligned++;
    const { view } = this.memory;
    switch (size) {
      case 1:
        view.setUint8(offset, Number(value & 0xffn));
        break;
      case 2:
        view.setUint16(offset, Number(value & 0xffffn), true);
        break;
      case 4:
        view.setUint32(offset, Number(value & 0xffffffffn), true);
        break;
      default:
        view.setBigUint64(offset, value, true);
    }
  }

  #touchesWatched(offset: number, size: number): boolean {
    const address = offset - GUEST_ORIGIN + this.memory.window.base;
    return this.environment.memory.watched.some(
      (range) => address < range.base + range.size && range.base < address + size,
    );
  }

  /** Carries out what the environment decided about a call or store. */
  settle(handled: Handled): void {
    if (handled === CONTINUE || handled.kind === 'continue') return;
    if (handled.kind === 'trap') throw refused(handled);
    if (handled.kind === 'move') this.destination = handled.to;
    else if (handled.kind === 'skip') this.#passOver(handled.instructions);
    else this.outcome = { kind: 'exit', code: handled.code };
  }

  #passOver(instructions: number): void {
    for (let n = 0; n < instructions; n++) {
      const passed = this.code.fetch(this.nextPc);
      this.nextPc += passed === null || passed === NOT_EXECUTABLE ? 4 : passed.size;
    }
    this.skipped = instructions;
  }

  /** Goes to the {@link destination}. */
  move(): void {
    const { pc, x, f, fcsr } = this.destination as HartContext;
    this.destination = undefined;
    this.x.set(x);
    this.f.set(f);
    this.fcsr = fcsr & 0xff;
    this.s[0] = 0n;
    this.jump(pc);
    this.pc = this.nextPc;
    this.reservation = NO_RESERVATION;
    this.cut = 'moved';
    this.profiler?.arrive(this.pc);
  }

  /** Steps at which the environment wants to be asked. */
  get preemptAt(): number {
    return this.environment.preemptAt ?? Number.POSITIVE_INFINITY;
  }

  /** Lets the environment execute an instruction that may change any register; false if it does not know it. */
  call(handle: () => Handled | undefined): boolean {
    this.skipped = 0;
    if (this.traced) {
      this.#before.set(this.#halves);
      this.#operandWords = 0;
    }
    const handled = handle();
    if (handled === undefined) return false;
    this.settle(handled);
    if (this.traced) this.#logCall();
    return true;
  }

  operands(bytes: Uint8Array): boolean {
    if (!this.traced) return true;
    const words = (bytes.length + 7) >>> 3;
    if (this.#operandWords + words > MAX_OPERAND_VALUES) return false;
    // Behind the two words that {@link #logCall} writes.
    const { bytes: memory, view } = this.memory;
    const at = view.getUint32(STATE.log, true) + 16 + 8 * this.#operandWords;
    if (bytes.length % 8 !== 0) view.setBigUint64(at + 8 * (words - 1), 0n, true);
    memory.set(bytes, at);
    this.#operandWords += words;
    return true;
  }

  /** What a call did: the set of registers that changed, its operands, then the new values of these registers. */
  #logCall(): void {
    const [now, before] = [this.#halves, this.#before];
    let changed = 0;
    for (let n = 2; n < 64; n++) if (now[n] !== before[n]) changed |= 1 << (n >>> 1);
    const words = this.#operandWords;
    const set = BigInt(changed >>> 0) | (words > 0 ? 1n : 0n) | (BigInt(this.skipped) << 32n);
    this.log(set);
    if (words > 0) {
      this.log(BigInt(words));
      const { view } = this.memory;
      view.setUint32(STATE.log, view.getUint32(STATE.log, true) + 8 * words, true);
    }
    for (let n = 1; n < 32; n++) if (((changed >>> n) & 1) === 1) this.log(this.s[n]!);
    if (words > 0) this.onOperands();
  }

  /** Asks the environment whether to go on here, if it is time; between two instructions. */
  preempt(): void {
    if (this.outcome !== undefined || this.steps < this.preemptAt) return;
    this.nextPc = this.pc;
    this.settle(this.environment.preempt?.(this) ?? CONTINUE);
    if (this.destination !== undefined) this.move();
  }

  context(): HartContext {
    const pc = Number.isNaN(this.nextPc) ? this.farPc : BigInt(this.nextPc);
    return { pc, x: this.x.slice(), f: this.f.slice(), fcsr: this.fcsr };
  }

  plain(address: bigint | number, size: number): Uint8Array<ArrayBuffer> | undefined {
    const offset = offsetIn(this.memory, this.memory.window, Number(address), size);
    return offset < 0 ? undefined : this.memory.bytes.subarray(offset, offset + size);
  }

  read(address: bigint, size: number): Uint8Array | undefined {
    const offset = offsetIn(this.memory, this.memory.window, Number(address), size);
    return offset < 0 ? undefined : this.memory.bytes.slice(offset, offset + size);
  }

  write(address: bigint, bytes: Uint8Array): boolean {
    const offset = offsetIn(this.memory, this.memory.window, Number(address), bytes.length);
    if (offset < 0) return false;
    this.memory.bytes.set(bytes, offset);
    return true;
  }
}

/** One instruction's meaning: reads and writes the hart; `nextPc` is already pc + size. */
export type Execute = (hart: Hart, instruction: Instruction) => void;

/** The signal for what an environment has refused. */
export function refused({ cause, address, text }: Refusal): TrapSignal {
  return new TrapSignal(cause, address, text);
}

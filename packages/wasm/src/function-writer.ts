import { ByteWriter } from './byte-writer.ts';
import {
  EMPTY_BLOCK,
  type MemoryOpcode,
  OPCODE,
  type PlainOpcode,
  type ValueType,
  VECTOR_OPCODE,
  VECTOR_PREFIX,
  type VectorOpcode,
} from './opcodes.ts';

/** A branch hint of the `metadata.code.branch_hint` section: byte offset in the body, 1 = likely taken. */
export interface BranchHint {
  offset: number;
  likely: 0 | 1;
}

/**
 * Writes one function body. Labels are absolute: `block`, `loop` and `if` return the number of the
 * label they open, and branches take such a number and compute the relative depth themselves.
 */
export class FunctionWriter {
  readonly code = new ByteWriter(4096);
  readonly hints: BranchHint[] = [];
  /** Local declarations after the parameters, in order. */
  readonly locals: ValueType[] = [];
  readonly parameters: number;
  /** Number of labels open now; label n is the n-th opened, the function body being label 0. */
  #depth = 0;

  constructor(parameters: number) {
    this.parameters = parameters;
  }

  /** Declares a local and returns its index. */
  local(type: ValueType): number {
    this.locals.push(type);
    return this.parameters + this.locals.length - 1;
  }

  op(name: PlainOpcode): void {
    this.code.byte(OPCODE[name]);
  }

  vector(name: VectorOpcode): void {
    this.code.byte(VECTOR_PREFIX);
    this.code.unsigned(VECTOR_OPCODE[name]);
    if (name.endsWith('extract_lane')) this.code.byte(0);
  }

  get(local: number): void {
    this.code.byte(OPCODE['local.get']);
    this.code.unsigned(local);
  }

  set(local: number): void {
    this.code.byte(OPCODE['local.set']);
    this.code.unsigned(local);
  }

  tee(local: number): void {
    this.code.byte(OPCODE['local.tee']);
    this.code.unsigned(local);
  }

  i32(value: number): void {
    this.code.byte(OPCODE['i32.const']);
    this.code.signed(value);
  }

  /** `i64.const` of a safe integer. */
  i64(value: number): void {
    this.code.byte(OPCODE['i64.const']);
    this.code.signed(value);
  }

  i64Big(value: bigint): void {
    this.code.byte(OPCODE['i64.const']);
    this.code.signedBig(value);
  }

  /** A load or store at `offset` from the i32 address on the stack; `align` is log2 of the hint. */
  memory(name: MemoryOpcode, offset: number, align = 0): void {
    this.code.byte(OPCODE[name]);
    this.code.byte(align);
    this.code.unsigned(offset);
  }

  block(): number {
    this.code.byte(OPCODE.block);
    this.code.byte(EMPTY_BLOCK);
    return ++this.#depth;
  }

  loop(): number {
    this.code.byte(OPCODE.loop);
    this.code.byte(EMPTY_BLOCK);
    return ++this.#depth;
  }

  /** Opens an `if`; `hint` says whether the branch is expected to be taken. */
  if(hint?: 0 | 1, result: ValueType | typeof EMPTY_BLOCK = EMPTY_BLOCK): number {
    if (hint !== undefined) this.hints.push({ offset: this.code.length, likely: hint });
    this.code.byte(OPCODE.if);
    this.code.byte(result);
    return ++this.#depth;
  }

  else(): void {
    this.code.byte(OPCODE.else);
  }

  end(): void {
    this.code.byte(OPCODE.end);
    this.#depth--;
  }

  br(label: number): void {
    this.code.byte(OPCODE.br);
    this.code.unsigned(this.#depth - label);
  }

  brIf(label: number, hint?: 0 | 1): void {
    if (hint !== undefined) this.hints.push({ offset: this.code.length, likely: hint });
    this.code.byte(OPCODE.br_if);
    this.code.unsigned(this.#depth - label);
  }

  brTable(labels: readonly number[], otherwise: number): void {
    this.code.byte(OPCODE.br_table);
    this.code.unsigned(labels.length);
    for (const label of labels) this.code.unsigned(this.#depth - label);
    this.code.unsigned(this.#depth - otherwise);
  }

  call(functionIndex: number): void {
    this.code.byte(OPCODE.call);
    this.code.unsigned(functionIndex);
  }

  returnCall(functionIndex: number): void {
    this.code.byte(OPCODE.return_call);
    this.code.unsigned(functionIndex);
  }

  callIndirect(typeIndex: number, table = 0): void {
    this.code.byte(OPCODE.call_indirect);
    this.code.unsigned(typeIndex);
    this.code.unsigned(table);
  }

  returnCallIndirect(typeIndex: number, table = 0): void {
    this.code.byte(OPCODE.return_call_indirect);
    this.code.unsigned(typeIndex);
    this.code.unsigned(table);
  }
}

import {
  type CompressedMnemonic,
  encode,
  encodeCompressed,
  type Mnemonic,
  type Operands,
} from '@hart/riscv';

/** A place in the code, known once {@link CodeWriter.place} has been called for it. */
export type Label = number;

/** Writes machine code with labels, for addresses from `base` on. */
export class CodeWriter {
  readonly base: number;
  readonly #halfwords: number[] = [];
  readonly #places: (number | undefined)[] = [];
  readonly #fixups: {
    at: number;
    label: Label;
    name: Mnemonic;
    operands: Operands;
    from: number;
  }[] = [];
  readonly #shortFixups: {
    at: number;
    label: Label;
    name: CompressedMnemonic;
    operands: Operands;
  }[] = [];

  constructor(base: number) {
    this.base = base;
  }

  get pc(): number {
    return this.base + 2 * this.#halfwords.length;
  }

  label(): Label {
    return this.#places.push(undefined) - 1;
  }

  place(label: Label): void {
    this.#places[label] = this.pc;
  }

  addressOf(label: Label): number {
    return this.#places[label] as number;
  }

  half(value: number): void {
    this.#halfwords.push(value);
  }

  word(value: number): void {
    this.#halfwords.push(value & 0xffff, value >>> 16);
  }

  op(name: Mnemonic, operands: Operands): void {
    this.word(encode(name, operands));
  }

  /** A branch or `jal` to a label. */
  to(name: Mnemonic, operands: Operands, label: Label): void {
    this.#fix(name, operands, label, this.pc);
  }

  /** A 16-bit branch or jump to a label, which must be near enough. */
  toShort(name: CompressedMnemonic, operands: Operands, label: Label): void {
    this.#shortFixups.push({ at: this.#halfwords.length, label, name, operands });
    this.half(0);
  }

  /** `auipc rd; <name>` where the second instruction adds the low part of the distance to rd. */
  far(rd: number, name: Mnemonic, operands: Operands, label: Label): void {
    const from = this.pc;
    this.#fix('auipc', { rd }, label, from);
    this.#fix(name, operands, label, from);
  }

  /** rd := address of a label, or of a constant address. */
  address(rd: number, target: Label | { address: number }): void {
    if (typeof target === 'number') {
      this.far(rd, 'addi', { rd, rs1: rd }, target);
      return;
    }
    const distance = target.address - this.pc;
    const low = (distance << 20) >> 20;
    this.op('auipc', { rd, imm: distance - low });
    this.op('addi', { rd, rs1: rd, imm: low });
  }

  /** Linux call `write(1, address, size)`. */
  write(address: number, size: number): void {
    this.address(11, { address });
    const low = (size << 20) >> 20;
    this.op('lui', { rd: 12, imm: size - low });
    this.op('addi', { rd: 12, rs1: 12, imm: low });
    this.op('addi', { rd: 10, rs1: 0, imm: 1 });
    this.op('addi', { rd: 17, rs1: 0, imm: 64 });
    this.op('ecall', {});
  }

  /** Linux call `exit(0)`. */
  exit(): void {
    this.op('addi', { rd: 10, rs1: 0, imm: 0 });
    this.op('addi', { rd: 17, rs1: 0, imm: 93 });
    this.op('ecall', {});
  }

  #fix(name: Mnemonic, operands: Operands, label: Label, from: number): void {
    this.#fixups.push({ at: this.#halfwords.length, label, name, operands, from });
    this.word(0);
  }

  /** The finished code; every label used must be placed. */
  bytes(): Uint8Array {
    for (const { at, label, name, operands, from } of this.#fixups) {
      const distance = this.addressOf(label) - from;
      const low = (distance << 20) >> 20;
      const relative =
        name === 'auipc' ? distance - low : name === 'addi' || name === 'jalr' ? low : distance;
      const word = encode(name, { ...operands, imm: relative });
      this.#halfwords[at] = word & 0xffff;
      this.#halfwords[at + 1] = word >>> 16;
    }
    for (const { at, label, name, operands } of this.#shortFixups) {
      const imm = this.addressOf(label) - (this.base + 2 * at);
      this.#halfwords[at] = encodeCompressed(name, { ...operands, imm });
    }
    return new Uint8Array(Uint16Array.from(this.#halfwords).buffer);
  }
}

import { decode, INSTRUCTIONS, MNEMONICS, type Mnemonic, type Operands } from '@hart/riscv';
import type { CodeWriter, Label } from './code-writer.ts';
import type { Random } from './random.ts';

/** Registers that random instructions do not write. */
export const RESERVED = {
  link: 1,
  /** Middle of the data buffer, minus 256. */
  stack: 2,
  otherLink: 5,
  /** Middle of the data buffer. */
  data: 8,
  /** Loop counters by nesting depth. */
  counters: [9, 24, 25],
  /** Address of an atomic or of a jump target. */
  pointer: 30,
  /** Where registers are saved at the end. */
  results: 31,
} as const;

/** Random accesses stay within this distance of the data register. */
const REACH = 1024;

/** What a faulting program does wrong at some point. */
const FAULTS = [
  'null load',
  'high bits',
  'store outside',
  'illegal',
  'zero word',
  'ebreak',
  'jump to nowhere',
  'jump to zero',
  'misaligned amo',
  'misaligned lr',
  'unknown call',
  'read-only csr',
] as const;

export interface ProgramShape {
  /** Pieces at the top level. */
  length: number;
  fault: boolean;
}

/** A jump table: where it lies, and the labels that its 8-byte words hold. */
export interface JumpTable {
  address: number;
  labels: readonly Label[];
}

const protectedRegisters: ReadonlySet<number> = new Set([1, 2, 5, 8, 9, 24, 25, 30, 31]);
const rows = INSTRUCTIONS.map(({ name, extension, format, operands }) => ({
  name: name as Mnemonic,
  extension,
  format,
  memory: (operands as readonly string[]).includes('imm(rs1)') && name !== 'jalr',
}));
const straight = rows.filter(
  ({ name, extension, format }) =>
    (extension === 'I' || extension === 'M') &&
    ['R', 'I', 'Ishift5', 'Ishift6', 'U', 'S'].includes(format) &&
    name !== 'jalr',
);
const amos = rows.filter(({ name }) => name.startsWith('amo')).map(({ name }) => name);
const BRANCHES = ['beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu'] as const;
const controlOrSystem: ReadonlySet<string> = new Set([
  ...BRANCHES,
  'jal',
  'jalr',
  'ecall',
  'ebreak',
  'mret',
  'wfi',
  'fence',
  'fence.i',
]);

/**
 * Writes one random program: straight pieces, bounded loops, forward branches, direct and indirect
 * calls, jumps through a table and into the middle of an instruction. It ends by falling out of its
 * last piece; subroutines follow behind a jump over them.
 */
export class Generator {
  readonly #code: CodeWriter;
  readonly #random: Random;
  /** Takes addresses for jump tables. */
  readonly #table: (labels: readonly Label[]) => number;
  readonly #subroutines: { label: Label; link: number }[] = [];
  #faultIn = Number.POSITIVE_INFINITY;

  constructor(code: CodeWriter, random: Random, table: (labels: readonly Label[]) => number) {
    this.#code = code;
    this.#random = random;
    this.#table = table;
  }

  program({ length, fault }: ProgramShape): void {
    const { below } = this.#random;
    if (fault) this.#faultIn = below(length);
    for (let n = 1 + below(3); n > 0; n--) {
      this.#subroutines.push({ label: this.#code.label(), link: this.#random.oneIn(4) ? 5 : 1 });
    }
    for (let n = 0; n < length; n++) {
      if (this.#faultIn-- <= 0) {
        this.#faultIn = Number.POSITIVE_INFINITY;
        this.#fault();
      }
      this.#piece(0);
    }
  }

  /** The subroutines that the program calls; control must not fall into them. */
  subroutines(): void {
    for (const { label, link } of this.#subroutines) {
      this.#code.place(label);
      for (let n = this.#random.below(6); n > 0; n--) this.#leaf();
      this.#code.op('jalr', { rd: 0, rs1: link, imm: 0 });
    }
  }

  #piece(depth: number): void {
    const choice = this.#random.below(20);
    if (choice < 11 || depth > 2) this.#leaf();
    else if (choice < 13) this.#skip(depth);
    else if (choice < 15) this.#loop(depth);
    else if (choice < 17) this.#call();
    else if (choice < 18) this.#switch(depth);
    else if (choice < 19) this.#overlap();
    else this.#atomic();
  }

  #body(depth: number): void {
    for (let n = this.#random.between(1, 4); n > 0; n--) this.#piece(depth + 1);
  }

  #leaf(): void {
    if (this.#random.oneIn(3)) this.#compressed();
    else this.#plain();
  }

  /** A register that may be written. */
  #destination(): number {
    for (;;) {
      const register = this.#random.below(32);
      if (!protectedRegisters.has(register)) return register;
    }
  }

  #plain(): void {
    const { below, between, pick } = this.#random;
    const { name, format, memory } = pick(straight);
    const operands: Operands = { rd: this.#destination(), rs1: below(32), rs2: below(32) };
    if (memory) {
      const rs1 = pick([RESERVED.data, RESERVED.stack]);
      const imm = between(-REACH, REACH - 264);
      this.#code.op(
        name,
        format === 'S' ? { rs1, rs2: below(32), imm } : { rd: operands.rd as number, rs1, imm },
      );
      return;
    }
    switch (format) {
      case 'R':
        this.#code.op(name, operands);
        break;
      case 'U':
        this.#code.op(name, { rd: operands.rd as number, imm: below(2 ** 20) << 12 });
        break;
      default: {
        const limits = { Ishift5: [0, 31], Ishift6: [0, 63] }[format as string] ?? [-2048, 2047];
        const imm = between(limits[0] as number, limits[1] as number);
        this.#code.op(name, { rd: operands.rd as number, rs1: operands.rs1 as number, imm });
      }
    }
  }

  /** A random 16-bit word that is harmless: no control, no protected register, memory near the data. */
  #harmlessHalf(allowMemory: boolean): number {
    for (;;) {
      const half = this.#random.below(2 ** 16);
      const i = (half & 3) === 3 ? undefined : decode(half);
      if (i === undefined) continue;
      const name = MNEMONICS[i.op] as Mnemonic;
      if (controlOrSystem.has(name) || protectedRegisters.has(i.rd)) continue;
      const row = rows[i.op] as (typeof rows)[number];
      if (!row.memory) return half;
      if (allowMemory && (i.rs1 === RESERVED.data || i.rs1 === RESERVED.stack)) return half;
    }
  }

  #compressed(): void {
    this.#code.half(this.#harmlessHalf(true));
  }

  #skip(depth: number): void {
    const over = this.#code.label();
    const { below, pick, oneIn } = this.#random;
    if (oneIn(6)) this.#code.to('jal', { rd: 0 }, over);
    else this.#code.to(pick(BRANCHES), { rs1: below(32), rs2: below(32) }, over);
    this.#body(depth);
    this.#code.place(over);
  }

  #loop(depth: number): void {
    const counter = RESERVED.counters[depth] as number;
    this.#code.op('addi', { rd: counter, rs1: 0, imm: this.#random.between(1, 6) });
    const again = this.#code.label();
    this.#code.place(again);
    this.#body(depth);
    this.#code.op('addi', { rd: counter, rs1: counter, imm: -1 });
    this.#code.to('bne', { rs1: counter, rs2: 0 }, again);
  }

  #call(): void {
    const { label, link } = this.#random.pick(this.#subroutines);
    switch (this.#random.below(3)) {
      case 0:
        this.#code.to('jal', { rd: link }, label);
        break;
      case 1:
        this.#code.far(RESERVED.pointer, 'jalr', { rd: link, rs1: RESERVED.pointer }, label);
        break;
      default:
        // Through memory, so that no constant shows where it goes.
        this.#loadFromTable([label], 0);
        this.#code.op('jalr', { rd: link, rs1: RESERVED.pointer, imm: 0 });
    }
  }

  /** pointer := one of the labels, by the low bits of a register. */
  #loadFromTable(labels: readonly Label[], register: number): void {
    const { pointer } = RESERVED;
    const index = RESERVED.counters[2];
    this.#code.address(pointer, { address: this.#table(labels) });
    if (labels.length > 1) {
      this.#code.op('andi', { rd: index, rs1: register, imm: labels.length - 1 });
      this.#code.op('slli', { rd: index, rs1: index, imm: 3 });
      this.#code.op('add', { rd: pointer, rs1: pointer, rs2: index });
    }
    this.#code.op('ld', { rd: pointer, rs1: pointer, imm: 0 });
  }

  #switch(depth: number): void {
    // The third counter serves as index, so no loop may be using it.
    if (depth > 1) {
      this.#leaf();
      return;
    }
    const labels = [0, 1, 2, 3].map(() => this.#code.label());
    const end = this.#code.label();
    this.#loadFromTable(labels, this.#random.below(32));
    this.#code.op('jalr', { rd: 0, rs1: RESERVED.pointer, imm: 0 });
    for (const label of labels) {
      this.#code.place(label);
      for (let n = this.#random.below(3); n > 0; n--) this.#leaf();
      if (!this.#random.oneIn(4)) this.#code.to('jal', { rd: 0 }, end);
    }
    this.#code.place(end);
  }

  /** A `lui` whose upper half is an instruction of its own, entered at one or the other. */
  #overlap(): void {
    const { below } = this.#random;
    const inner = this.#code.label();
    this.#code.to(this.#random.pick(BRANCHES), { rs1: below(32), rs2: below(32) }, inner);
    this.#code.half(0x37 | (this.#destination() << 7) | (below(16) << 12));
    this.#code.place(inner);
    this.#code.half(this.#harmlessHalf(false));
  }

  #atomic(): void {
    const { below, pick, between, oneIn } = this.#random;
    const { pointer, data } = RESERVED;
    const wide = oneIn(2);
    this.#code.op('addi', {
      rd: pointer,
      rs1: data,
      imm: 8 * between(-60, 60) + (wide ? 0 : 4 * below(2)),
    });
    const width = wide ? 'd' : 'w';
    if (oneIn(3)) {
      if (!oneIn(4)) {
        this.#code.op(`lr.${width}`, { rd: this.#destination(), rs1: pointer });
        for (let n = below(3); n > 0; n--) this.#code.half(this.#harmlessHalf(false));
      }
      this.#code.op(`sc.${width}`, { rd: this.#destination(), rs1: pointer, rs2: below(32) });
      return;
    }
    const name = pick(amos.filter((amo) => amo.endsWith(width)));
    this.#code.op(name, { rd: this.#destination(), rs1: pointer, rs2: below(32) });
  }

  #fault(): void {
    const { pointer, data } = RESERVED;
    const code = this.#code;
    switch (this.#random.pick(FAULTS)) {
      case 'null load':
        code.op('ld', { rd: 10, rs1: 0, imm: this.#random.below(2000) });
        break;
      case 'high bits':
        code.op('addi', { rd: pointer, rs1: 0, imm: 1 });
        code.op('slli', { rd: pointer, rs1: pointer, imm: this.#random.between(32, 63) });
        code.op('or', { rd: pointer, rs1: pointer, rs2: data });
        code.op('lw', { rd: 10, rs1: pointer, imm: 0 });
        break;
      case 'store outside':
        code.op('lui', { rd: pointer, imm: 0x40000000 });
        code.op('sh', { rs1: pointer, rs2: 10, imm: 0 });
        break;
      case 'illegal':
        code.word(0xffffffff);
        break;
      case 'zero word':
        code.word(0);
        break;
      case 'ebreak':
        code.op('ebreak', {});
        break;
      case 'jump to nowhere':
        code.op('slli', { rd: pointer, rs1: data, imm: 20 });
        code.op('jalr', { rd: 1, rs1: pointer, imm: 0 });
        break;
      case 'jump to zero':
        code.op('jalr', { rd: 0, rs1: 0, imm: 0 });
        break;
      case 'misaligned amo':
        code.op('addi', { rd: pointer, rs1: data, imm: 3 });
        code.op('amoadd.w', { rd: 10, rs1: pointer, rs2: 11 });
        break;
      case 'misaligned lr':
        code.op('addi', { rd: pointer, rs1: data, imm: 4 });
        code.op('lr.d', { rd: 10, rs1: pointer });
        break;
      case 'unknown call':
        code.op('addi', { rd: 17, rs1: 0, imm: 1234 });
        code.op('ecall', {});
        break;
      case 'read-only csr':
        code.op('csrrw', { rd: 0, rs1: 10, imm: 0xc00 });
        break;
    }
  }
}

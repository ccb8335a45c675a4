import { encode } from '@hart/riscv';
import type { CodeWriter, Label } from './code-writer.ts';
import { writeFault } from './faults.ts';
import { writeFloat } from './floats.ts';
import { writeIndirectJump, writeShortSkip, writeStackFrame } from './jumps.ts';
import {
  BRANCHES,
  destination,
  harmlessHalf,
  harmlessWord,
  writeAtomic,
  writeLeaf,
  writePlain,
  writeSystem,
  writeWalk,
} from './leaves.ts';
import { createRandom, mix, type Random } from './random.ts';
import { RESERVED } from './registers.ts';

/**
 * `sound` programs run to their end, `fault` ones trap (nearly always) in a way that Linux turns into
 * a signal, `own` ones use what only this machine has: counters, self-modification, unknown calls.
 */
export type Kind = 'sound' | 'fault' | 'own';

export interface ProgramShape {
  seed: number;
  kind: Kind;
  /** Numbers of the pieces at the top level. Each depends on the seed and its number alone. */
  pieces: readonly number[];
  /** Number of the piece before which a `fault` or `own` program does something wrong. */
  faultAt: number;
}

/** A jump table: where it lies, its form, and the labels that it leads to. */
export interface JumpTable {
  address: number;
  form: TableForm;
  labels: readonly Label[];
}

/** Elements: absolute addresses of 8 or 4 bytes, or 4-byte distances from the table, as GCC has them. */
export type TableForm = 'absolute 8' | 'absolute 4' | 'relative 4';
const FORMS = ['absolute 8', 'absolute 4', 'relative 4'] as const;

interface Subroutine {
  label: Label;
  link: number;
  kind: 'leaf' | 'nested' | 'recursive' | 'skipping' | 'tail';
}

/** Frames that {@link RESERVED.frames} has room for. */
export const MAX_FRAMES = 320;
const FRAME_BYTES = 8;

/**
 * Writes one random program: straight pieces, bounded loops (also entered in the middle), forward
 * branches, calls of many kinds, jumps through tables and into the middle of an instruction. It ends
 * by falling out of its last piece; subroutines follow behind a jump over them.
 */
export class Generator {
  readonly #code: CodeWriter;
  readonly #shape: ProgramShape;
  /** Takes addresses for jump tables. */
  readonly #table: (form: TableForm, labels: readonly Label[]) => number;
  readonly #memoryEnd: number;
  readonly #subroutines: Subroutine[];
  #random: Random;
  /** Every second program is one with floating point. */
  readonly #floats: boolean;

  constructor(
    code: CodeWriter,
    shape: ProgramShape,
    table: (form: TableForm, labels: readonly Label[]) => number,
    memoryEnd: number,
  ) {
    this.#code = code;
    this.#shape = shape;
    this.#table = table;
    this.#memoryEnd = memoryEnd;
    this.#random = createRandom(shape.seed);
    this.#floats = (shape.seed & 1) === 1;
    this.#subroutines = Array.from({ length: this.#random.between(2, 5) }, () => ({
      label: code.label(),
      link: this.#random.oneIn(4) ? RESERVED.otherLink : RESERVED.link,
      kind: this.#random.pick(['leaf', 'nested', 'recursive', 'skipping', 'tail']),
    }));
  }

  /** Labels of the subroutines. */
  get functions(): readonly Label[] {
    return this.#subroutines.map(({ label }) => label);
  }

  program(): void {
    const { seed, kind, pieces, faultAt } = this.#shape;
    for (const number of pieces) {
      this.#random = createRandom(mix(seed, number));
      if (number === faultAt && kind !== 'sound') {
        writeFault(this.#code, this.#random, this.#memoryEnd, kind === 'fault');
      }
      this.#piece(0);
    }
  }

  /** The subroutines that the program calls; control must not fall into them. */
  subroutines(): void {
    for (const [index, subroutine] of this.#subroutines.entries()) {
      this.#random = createRandom(mix(this.#shape.seed, -1 - index));
      this.#code.place(subroutine.label);
      this.#leaves(4);
      this.#finish(subroutine, this.#subroutines.slice(index + 1));
    }
  }

  /** What a subroutine does before it returns; it calls only `later` ones, so that this ends. */
  #finish({ label, link, kind }: Subroutine, later: readonly Subroutine[]): void {
    const code = this.#code;
    const callees = later.filter((other) => other.kind !== 'skipping');
    const tail = callees.find((other) => other.link === link);
    if (kind === 'recursive') {
      const over = code.label();
      code.op('addi', { rd: RESERVED.fuel, rs1: RESERVED.fuel, imm: -1 });
      code.to('blt', { rs1: RESERVED.fuel, rs2: 0 }, over);
      this.#framed(link, () => code.to('jal', { rd: link }, label));
      code.place(over);
      this.#leaves(3);
    } else if (kind === 'nested' && callees.length > 0) {
      this.#framed(link, () => this.#callTo(this.#random.pick(callees)));
      this.#leaves(3);
    } else if (kind === 'tail' && tail !== undefined) {
      code.to('jal', { rd: 0 }, tail.label);
      return;
    } else if (kind === 'skipping') {
      // Returns behind the 32-bit instruction that follows the call.
      code.op('addi', { rd: link, rs1: link, imm: 4 });
    }
    writeIndirectJump(code, this.#random, { rd: 0, rs1: link });
  }

  /** Saves the link register around `body`. */
  #framed(link: number, body: () => void): void {
    const { frames } = RESERVED;
    this.#code.op('addi', { rd: frames, rs1: frames, imm: -FRAME_BYTES });
    this.#code.op('sd', { rs1: frames, rs2: link, imm: 0 });
    body();
    this.#code.op('ld', { rd: link, rs1: frames, imm: 0 });
    this.#code.op('addi', { rd: frames, rs1: frames, imm: FRAME_BYTES });
  }

  #piece(depth: number): void {
    const choice = this.#random.below(26);
    if (choice < 11 || depth > 2) this.#leaf();
    else if (choice < 13) this.#skip(depth);
    else if (choice < 15) this.#loop(depth);
    else if (choice < 18) this.#call(depth);
    else if (choice < 19) this.#switch();
    else if (choice < 20) this.#overlap();
    else if (choice < 21) writeWalk(this.#code, this.#random);
    else if (choice < 23) writeShortSkip(this.#code, this.#random);
    else if (choice < 24) writeStackFrame(this.#code, this.#random);
    else writeAtomic(this.#code, this.#random);
  }

  #body(depth: number): void {
    for (let n = this.#random.between(1, 4); n > 0; n--) this.#piece(depth + 1);
  }

  #leaves(most: number): void {
    for (let n = this.#random.below(most + 1); n > 0; n--) this.#leaf();
  }

  #leaf(): void {
    if (this.#shape.kind === 'own' && this.#random.oneIn(6)) {
      const choice = this.#random.below(8);
      if (choice < 2) this.#patch();
      else if (choice < 3) this.#fresh();
      else writeSystem(this.#code, this.#random);
    } else if (this.#floats && this.#random.oneIn(2)) {
      writeFloat(this.#code, this.#random, (this.#shape.seed & 2) === 2);
    } else writeLeaf(this.#code, this.#random);
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
    const { below, between, pick, oneIn } = this.#random;
    this.#code.op('addi', { rd: counter, rs1: 0, imm: between(1, 6) });
    const again = this.#code.label();
    const middle = this.#code.label();
    // A way into the middle makes the loop irreducible.
    const twoEntries = oneIn(4);
    if (twoEntries) this.#code.to(pick(BRANCHES), { rs1: below(32), rs2: below(32) }, middle);
    this.#code.place(again);
    this.#body(depth);
    this.#code.place(middle);
    if (twoEntries) this.#body(depth);
    this.#code.op('addi', { rd: counter, rs1: counter, imm: -1 });
    const near = counter < 16 && this.#code.pc - this.#code.addressOf(again) <= 256;
    if (near && oneIn(2)) this.#code.toShort('c.bnez', { rs1: counter }, again);
    else this.#code.to('bne', { rs1: counter, rs2: 0 }, again);
  }

  #call(depth: number): void {
    const { below, oneIn, pick } = this.#random;
    const fuel = depth === 0 && oneIn(6) ? below(MAX_FRAMES - 10) : below(5);
    this.#code.op('addi', { rd: RESERVED.fuel, rs1: 0, imm: fuel });
    const callee = pick(this.#subroutines);
    this.#callTo(callee);
    if (callee.kind === 'skipping') writePlain(this.#code, this.#random);
  }

  #callTo({ label, link }: Subroutine): void {
    // Compilers use the link register for the address, too.
    const rs1 = this.#random.oneIn(2) ? link : RESERVED.pointer;
    switch (this.#random.below(4)) {
      case 0:
        this.#code.to('jal', { rd: link }, label);
        break;
      case 1:
        this.#code.far(rs1, 'jalr', { rd: link, rs1 }, label);
        break;
      case 2:
        this.#code.address(rs1, label);
        writeIndirectJump(this.#code, this.#random, { rd: link, rs1 });
        break;
      default:
        // Through memory, so that no constant shows where it goes.
        this.#loadFromTable([label], 0);
        if (rs1 === link) this.#code.op('addi', { rd: link, rs1: RESERVED.pointer, imm: 0 });
        writeIndirectJump(this.#code, this.#random, { rd: link, rs1 });
    }
  }

  /** pointer := one of the labels, by the low bits of a register. */
  #loadFromTable(labels: readonly Label[], register: number): void {
    const { pointer, scratch } = RESERVED;
    const code = this.#code;
    const form = this.#random.pick(FORMS);
    const address = this.#table(form, labels);
    code.address(pointer, { address });
    if (labels.length > 1) {
      code.op('andi', { rd: scratch, rs1: register, imm: labels.length - 1 });
      code.op('slli', { rd: scratch, rs1: scratch, imm: form === 'absolute 8' ? 3 : 2 });
      code.op('add', { rd: pointer, rs1: pointer, rs2: scratch });
    }
    switch (form) {
      case 'absolute 8':
        code.op('ld', { rd: pointer, rs1: pointer, imm: 0 });
        break;
      case 'absolute 4':
        code.op('lwu', { rd: pointer, rs1: pointer, imm: 0 });
        break;
      case 'relative 4':
        code.op('lw', { rd: scratch, rs1: pointer, imm: 0 });
        code.address(pointer, { address });
        code.op('add', { rd: pointer, rs1: pointer, rs2: scratch });
    }
  }

  #switch(): void {
    const labels = [0, 1, 2, 3].map(() => this.#code.label());
    const end = this.#code.label();
    this.#loadFromTable(labels, this.#random.below(32));
    writeIndirectJump(this.#code, this.#random, { rd: 0, rs1: RESERVED.pointer });
    for (const label of labels) {
      this.#code.place(label);
      this.#leaves(2);
      if (!this.#random.oneIn(4)) this.#code.to('jal', { rd: 0 }, end);
    }
    this.#code.place(end);
  }

  /** A `lui` whose upper half is an instruction of its own, entered at one or the other. */
  #overlap(): void {
    const { below, pick } = this.#random;
    const inner = this.#code.label();
    this.#code.to(pick(BRANCHES), { rs1: below(32), rs2: below(32) }, inner);
    this.#code.half(0x37 | (destination(this.#random) << 7) | (below(16) << 12));
    this.#code.place(inner);
    this.#code.half(harmlessHalf(this.#random, false));
  }

  /** scratch := a word, sign-extended. */
  #word(word: number): void {
    const { scratch } = RESERVED;
    const low = (word << 20) >> 20;
    this.#code.op('lui', { rd: scratch, imm: (word - low) | 0 });
    this.#code.op('addi', { rd: scratch, rs1: scratch, imm: low });
  }

  /** Calls a subroutine that it has just written where there was no code; the place is used again. */
  #fresh(): void {
    const code = this.#code;
    const { pointer, scratch, link } = RESERVED;
    code.address(pointer, { address: this.#memoryEnd - 4096 * this.#random.between(1, 3) - 6 });
    for (let n = 0; n < 3; n++) {
      this.#word(harmlessWord(this.#random));
      code.op('sw', { rs1: pointer, rs2: scratch, imm: 4 * n });
    }
    this.#word(encode('jalr', { rs1: link }));
    code.op('sw', { rs1: pointer, rs2: scratch, imm: 12 });
    if (this.#random.oneIn(2)) code.op('fence.i', {});
    const imm = 4 * this.#random.below(3);
    this.#framed(link, () => code.op('jalr', { rd: link, rs1: pointer, imm }));
  }

  /** Writes an instruction over another; it counts from the next `fence.i` on, if there is one. */
  #patch(): void {
    const code = this.#code;
    const { pointer, scratch } = RESERVED;
    const slot = code.label();
    this.#word(harmlessWord(this.#random));
    code.address(pointer, slot);
    code.op('sw', { rs1: pointer, rs2: scratch, imm: 0 });
    if (this.#random.oneIn(2)) code.op('fence.i', {});
    code.place(slot);
    writePlain(code, this.#random);
  }
}

import { INSTRUCTIONS, type Instruction, MNEMONICS, type Mnemonic } from '@hart/riscv';

/** What is known about a register inside one block. */
export type Known =
  | { kind: 'constant'; value: number }
  /** A constant plus something unknown: the address of an element of a table at `base`. */
  | { kind: 'element'; base: number }
  /** Loaded from a table at `base` with elements of `size` bytes. */
  | { kind: 'loaded'; base: number; size: 4 | 8 }
  /** A 4-byte element of the table at `base`, plus `origin`. */
  | { kind: 'relative'; base: number; origin: number };

/** Registers hold sign-extended values; those that are no addresses below 4 GiB are not followed. */
const inRange = (value: number): boolean => value >= -0x80000000 && value < 0x100000000;

/** s0 to s11 (RISC-V calling convention). */
const PRESERVED: ReadonlySet<number> = new Set([8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);

const ZERO: Known = { kind: 'constant', value: 0 };

type Rule = (
  i: Instruction,
  pc: number,
  a: Known | undefined,
  b: Known | undefined,
) => Known | undefined;

const loaded =
  (size: 4 | 8): Rule =>
  ({ imm }, _, a) =>
    a?.kind === 'element' ? { kind: 'loaded', base: a.base + imm, size } : undefined;

/** What an instruction makes of its operands; one that is not here makes nothing known. */
const RULES: Partial<Record<Mnemonic, Rule>> = {
  lui: ({ imm }) => constant(imm),
  auipc: ({ imm }, pc) => constant(pc + imm),
  addi: ({ imm }, _, a) => shifted(a, imm),
  add: (_, __, a, b) => sum(a, b),
  lw: loaded(4),
  lwu: loaded(4),
  ld: loaded(8),
};
const RESULT: readonly (Rule | undefined)[] = MNEMONICS.map((name) => RULES[name]);

const writesRegister: readonly boolean[] = INSTRUCTIONS.map(({ operands }) =>
  (operands as readonly string[]).includes('rd'),
);

function constant(value: number): Known | undefined {
  return inRange(value) ? { kind: 'constant', value } : undefined;
}

function sum(a: Known | undefined, b: Known | undefined): Known | undefined {
  if (a?.kind === 'constant' && b?.kind === 'constant') return constant(a.value + b.value);
  if (a?.kind === 'loaded' && a.size === 4 && b?.kind === 'constant') {
    return { kind: 'relative', base: a.base, origin: b.value };
  }
  if (b?.kind === 'loaded' && b.size === 4 && a?.kind === 'constant') {
    return { kind: 'relative', base: b.base, origin: a.value };
  }
  if (a?.kind === 'constant' && a.value > 0) return { kind: 'element', base: a.value };
  if (b?.kind === 'constant' && b.value > 0) return { kind: 'element', base: b.value };
  return undefined;
}

function shifted(a: Known | undefined, offset: number): Known | undefined {
  if (a?.kind === 'constant') return constant(a.value + offset);
  if (a?.kind === 'element') return { kind: 'element', base: a.base + offset };
  return offset === 0 ? a : undefined;
}

/**
 * Follows constants through a straight run of instructions, which is what it takes to see that
 * `auipc; jalr` is a direct call and which table a jump goes through.
 */
export class Constants {
  /** By register; made when the first becomes known, since in most runs none does. */
  #known: (Known | undefined)[] | undefined;

  /** The register's value, a non-negative safe integer below 2^32, if it is known. */
  get(register: number): number | undefined {
    const known = this.known(register);
    return known?.kind === 'constant' && known.value >= 0 ? known.value : undefined;
  }

  known(register: number): Known | undefined {
    return register === 0 ? ZERO : this.#known?.[register];
  }

  /** What may still hold somewhere else: everything, or after a call what callees preserve. */
  copy(what: 'all' | 'preserved'): Constants {
    const copy = new Constants();
    copy.#known =
      what === 'all'
        ? this.#known?.slice()
        : this.#known?.map((known, register) => (PRESERVED.has(register) ? known : undefined));
    return copy;
  }

  /** Takes the effect of an instruction that is not a jump or branch. */
  apply(i: Instruction, pc: number): void {
    if (i.rd === 0 || !writesRegister[i.op]) return;
    const result = RESULT[i.op]?.(i, pc, this.known(i.rs1), this.known(i.rs2));
    if (result === undefined && this.#known === undefined) return;
    this.#known ??= new Array(32).fill(undefined);
    this.#known[i.rd] = result;
  }
}

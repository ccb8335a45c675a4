import { type Instruction, OP } from '@hart/riscv';

/** What is known about a register inside one block. */
export type Known =
  | { kind: 'constant'; value: number }
  /** A constant plus something unknown: the address of an element of a table at `base`. */
  | { kind: 'element'; base: number }
  /** Loaded from a table at `base` with elements of `size` bytes. */
  | { kind: 'loaded'; base: number; size: 4 | 8 }
  /** A 4-byte element of the table at `base`, plus `origin`. */
  | { kind: 'relative'; base: number; origin: number };

/**
 * Follows constants through a straight run of instructions, which is what it takes to see that
 * `auipc; jalr` is a direct call and which table a jump goes through.
 */
export interface Constants {
  /** The register's value, a non-negative safe integer below 2^32, if it is known. */
  get(register: number): number | undefined;
  known(register: number): Known | undefined;
  /** What may still hold somewhere else: everything, or after a call what callees preserve. */
  copy(what: 'all' | 'preserved'): Constants;
  /** Takes the effect of an instruction that is not a jump or branch. */
  apply(instruction: Instruction, pc: number): void;
}

/** Registers hold sign-extended values; those that are no addresses below 4 GiB are not followed. */
const inRange = (value: number): boolean => value >= -0x80000000 && value < 0x100000000;

/** s0 to s11 (RISC-V calling convention). */
const PRESERVED: ReadonlySet<number> = new Set([8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);

const STORES: ReadonlySet<number> = new Set([OP.sb, OP.sh, OP.sw, OP.sd, OP.fence]);

export function createConstants(
  initial: readonly (Known | undefined)[] = new Array(32),
): Constants {
  const registers = [...initial];
  registers[0] = { kind: 'constant', value: 0 };

  const constant = (value: number): Known | undefined =>
    inRange(value) ? { kind: 'constant', value } : undefined;

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

  function result(i: Instruction, pc: number): Known | undefined {
    const a = registers[i.rs1];
    switch (i.op) {
      case OP.lui:
        return constant(i.imm);
      case OP.auipc:
        return constant(pc + i.imm);
      case OP.addi:
        return shifted(a, i.imm);
      case OP.add:
        return sum(a, registers[i.rs2]);
      case OP.lw:
      case OP.lwu:
        return a?.kind === 'element'
          ? { kind: 'loaded', base: a.base + i.imm, size: 4 }
          : undefined;
      case OP.ld:
        return a?.kind === 'element'
          ? { kind: 'loaded', base: a.base + i.imm, size: 8 }
          : undefined;
      default:
        return undefined;
    }
  }

  return {
    get(register) {
      const known = registers[register];
      return known?.kind === 'constant' && known.value >= 0 ? known.value : undefined;
    },
    known: (register) => registers[register],
    copy: (what) =>
      createConstants(
        what === 'all'
          ? registers
          : registers.map((known, n) => (PRESERVED.has(n) ? known : undefined)),
      ),
    apply(i, pc) {
      if (i.rd === 0 || STORES.has(i.op)) return;
      registers[i.rd] = result(i, pc);
    },
  };
}

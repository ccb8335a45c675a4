/** An SP1 system call that computes; each operand's address is in a register. */
export interface Sp1Operation {
  /** As in SP1's `SyscallCode`. */
  readonly name: string;
  /** What t0 holds. */
  readonly id: number;
  readonly operands: readonly Sp1Operand[];
  /** What {@link compute} refuses. SP1's executor panics there, or no proof of it exists. */
  readonly refuses?: string;
  /** Computes on the operands' words; all is read before anything is written. False if they are refused. */
  compute(...operands: BigUint64Array[]): boolean;
}

export interface Sp1Operand {
  readonly name: string;
  /** The register with its address, or of a `value` with itself; from a0 on. */
  readonly register: number;
  readonly kind: 'input' | 'output' | 'inout' | 'value';
  /** 64-bit words; 1 for a value. */
  readonly words: number;
}

const A0 = 10;

/** Operands in a0, a1, … as `name kind words`. */
export function operands(
  ...list: readonly (readonly [string, Sp1Operand['kind'], number])[]
): Sp1Operand[] {
  return list.map(([name, kind, words], index) => ({ name, kind, words, register: A0 + index }));
}

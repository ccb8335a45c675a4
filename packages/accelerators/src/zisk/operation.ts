/** What ZisK's accelerators have in common, which are called by a write to a CSR. */

/** One word of the structure that a call points to. */
export interface ZiskParameter {
  readonly name: string;
  /**
   * What the word is: the address of operands that are read, written or both, or `value`, the operand
   * itself.
   */
  readonly kind: 'input' | 'output' | 'inout' | 'value';
  /** 64-bit words at the address; 1 for a value. */
  readonly words: number;
}

export interface ZiskOperation {
  readonly name: string;
  /** The CSR that calls it. */
  readonly csr: number;
  /** The call gives the address of a structure of these; with `direct` the address of the only operand itself. */
  readonly parameters: readonly ZiskParameter[];
  readonly direct?: true;
  /** The call has a result register as well (`csrrs rd, csr, rs1`). */
  readonly returns?: true;
  /** What {@link compute} refuses. ZisK's emulator panics there, and no proof of it exists. */
  readonly refuses?: string;
  /**
   * Computes on the operands' words in memory, in parameter order. They may overlap: all is read before
   * anything is written. Returns the result register's value, 0 for operations without one; undefined means that
   * the operands are refused, and then nothing is written.
   */
  compute(...operands: BigUint64Array[]): bigint | undefined;
}

/** The structure's parameters of one kind. */
export function parameters(
  kind: ZiskParameter['kind'],
  words: number,
  ...names: string[]
): ZiskParameter[] {
  return names.map((name) => ({ name, kind, words }));
}

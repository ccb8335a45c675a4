/**
 * One argument of an accelerated call, in the order of the C function's; each takes argument registers in turn:
 *
 * - `input`: a pointer to `bytes` bytes that are read
 * - `data`: a pointer and a count (two registers) of `unit` bytes each that are read
 * - `number`: a register, of which the low `bits` count
 * - `output`: a pointer to `bytes` bytes that are written; a C `bool` is one byte, 0 or 1
 * - `inout`: a pointer to `bytes` bytes that are read, then written
 * - `result`: a pointer to bytes that are written, as many as the `data` parameter named `sizeOf` has or the
 *   `number` parameter of that name says
 */
export type Parameter =
  | { readonly kind: 'input'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'data'; readonly name: string; readonly unit: number }
  | { readonly kind: 'number'; readonly name: string; readonly bits: 8 | 32 | 64 }
  | { readonly kind: 'output'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'inout'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'result'; readonly name: string; readonly sizeOf: string };

/** What `compute` gets for a parameter. */
type ArgumentOf<P extends Parameter> = P extends { kind: 'number' }
  ? P extends { bits: 64 }
    ? bigint
    : number
  : Uint8Array;

/** What `compute` gets for all of them. */
export type ArgumentsOf<Parameters extends readonly Parameter[]> = {
  [Index in keyof Parameters]: ArgumentOf<Parameters[Index]>;
};

/** `fat`: a whole operation of the zkVM standard. `lean`: a small building block that libraries are made of. */
export type AcceleratorLevel = 'fat' | 'lean';

/** A function that guests call and the host computes. */
export interface Accelerator<Parameters extends readonly Parameter[] = readonly Parameter[]> {
  /** The C function's name. */
  readonly name: string;
  /** The environment call's number, in register a7. */
  readonly number: number;
  readonly level: AcceleratorLevel;
  readonly parameters: Parameters;
  /**
   * Computes on views of guest memory, which may overlap: every input is read before an output is written.
   * Returns false for malformed input and leaves the outputs alone then. Never throws, keeps no view.
   */
  compute(...values: ArgumentsOf<Parameters>): boolean;
}

/** Most bytes of all `data` and sized parameters of one call together; more is a failure. */
export const MAX_CALL_BYTES = 2 ** 20;

/** Types `compute` by the parameters. */
export function defineAccelerator<const Parameters extends readonly Parameter[]>(
  accelerator: Accelerator<Parameters>,
): Accelerator<Parameters> {
  return accelerator;
}

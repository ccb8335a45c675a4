import type { HartView } from '@hart/machine';
import { decode, type Instruction, type Mnemonic, OP } from '@hart/riscv';

/** The CSR instruction of a call, and its operands in the two instructions behind it. */
export interface CallSite {
  readonly instruction: Instruction;
  readonly next: readonly [Instruction | undefined, Instruction | undefined];
}

/** Finds the instructions around a call. Code does not change, so each place is decoded once. */
export function createCallSites(): (hart: HartView) => CallSite {
  const sites = new Map<number, CallSite>();
  return (hart) => {
    // A CSR instruction has no short form.
    const at = hart.nextPc - 4;
    let site = sites.get(at);
    if (site === undefined) {
      site = {
        instruction: instructionAt(hart, at) as Instruction,
        next: [instructionAt(hart, at + 4), instructionAt(hart, at + 8)],
      };
      sites.set(at, site);
    }
    return site;
  };
}

/** Operands are full instructions: the short `c.add` is none, as in ZisK. */
function instructionAt(hart: HartView, address: number): Instruction | undefined {
  const bytes = hart.plain(BigInt(address), 4);
  if (bytes === undefined || (bytes[0]! & 3) !== 3) return undefined;
  return decode(new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)) ?? undefined;
}

export function is(instruction: Instruction | undefined, name: Mnemonic): boolean {
  return instruction?.op === OP[name];
}

import type { Elf } from '@hart/riscv';
import { CALL_CSR, PARAMETER_CSR } from './fcalls.ts';

const OPCODE_SYSTEM = 0x73;
const LAST_CALL = 0x81a;

/** Whether a word is a call of ZisK in the only form that it has: no other environment gives such a write a meaning. */
function isCall(word: number): boolean {
  // opcode and rd = x0
  if ((word & 0xfff) !== OPCODE_SYSTEM) return false;
  const [form, source, csr] = [(word >>> 12) & 7, (word >>> 15) & 31, word >>> 20];
  // csrrs with a register, and csrrwi
  if (form === 2 && source !== 0) {
    return (csr >= 0x800 && csr <= LAST_CALL) || (csr >= PARAMETER_CSR && csr < PARAMETER_CSR + 16);
  }
  return form === 5 && csr >= CALL_CSR && csr < CALL_CSR + 32;
}

/** Whether the program calls ZisK somewhere: its code has a write to one of ZisK's CSRs. */
export function isZiskProgram({ segments }: Elf): boolean {
  return segments.some(({ executable, data }) => {
    if (!executable) return false;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at + 4 <= data.byteLength; at += 4) {
      if (isCall(view.getUint32(at, true))) return true;
    }
    return false;
  });
}

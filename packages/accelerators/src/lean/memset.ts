import { defineAccelerator } from '../accelerator.ts';

/** Fills bytes with the low 8 bits of a number (C's memset). Never fails. */
export const hart_memset = defineAccelerator({
  name: 'hart_memset',
  number: 0x1108,
  level: 'lean',
  parameters: [
    { kind: 'result', name: 'to', sizeOf: 'n' },
    { kind: 'number', name: 'byte', bits: 32 },
    { kind: 'number', name: 'n', bits: 64 },
  ],
  compute(to, byte) {
    to.fill(byte);
    return true;
  },
});

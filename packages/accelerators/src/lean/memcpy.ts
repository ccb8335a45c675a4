import { defineAccelerator } from '../accelerator.ts';

/** Copies bytes, which may overlap (C's memmove). Never fails. */
export const hart_memcpy = defineAccelerator({
  name: 'hart_memcpy',
  number: 0x1107,
  level: 'lean',
  parameters: [
    { kind: 'result', name: 'to', sizeOf: 'from' },
    { kind: 'data', name: 'from', unit: 1 },
  ],
  compute(to, from) {
    to.set(from);
    return true;
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { modular384 } from '../internal/modular-kernel.ts';

/** a · b mod m on numbers of 384 bits, least significant limb first, a and b of any size. Fails if m is 0. */
export const hart_mulmod384 = defineAccelerator({
  name: 'hart_mulmod384',
  number: 0x1104,
  level: 'lean',
  parameters: [
    { kind: 'input', name: 'a', bytes: 48 },
    { kind: 'input', name: 'b', bytes: 48 },
    { kind: 'input', name: 'm', bytes: 48 },
    { kind: 'output', name: 'out', bytes: 48 },
  ],
  compute(a, b, m, out) {
    return modular384.multiply(a, b, m, out);
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { modular256 } from '../internal/modular-kernel.ts';

/** a · b mod m on numbers of 256 bits, least significant limb first, a and b of any size. Fails if m is 0. */
export const hart_mulmod256 = defineAccelerator({
  name: 'hart_mulmod256',
  number: 0x1102,
  level: 'lean',
  parameters: [
    { kind: 'input', name: 'a', bytes: 32 },
    { kind: 'input', name: 'b', bytes: 32 },
    { kind: 'input', name: 'm', bytes: 32 },
    { kind: 'output', name: 'out', bytes: 32 },
  ],
  compute(a, b, m, out) {
    return modular256.multiply(a, b, m, out);
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { modexp } from '../internal/modexp.ts';

/**
 * base ^ exp mod modulus, big-endian, as long as the modulus (EIP-198; EVM precompile 0x05): 0 ^ 0 is 1, anything
 * modulo 0 is 0. Fails if an operand has more than 1024 bytes (EIP-7823).
 */
export const zkvm_modexp = defineAccelerator({
  name: 'zkvm_modexp',
  number: 0x1005,
  level: 'fat',
  parameters: [
    { kind: 'data', name: 'base', unit: 1 },
    { kind: 'data', name: 'exp', unit: 1 },
    { kind: 'data', name: 'modulus', unit: 1 },
    { kind: 'result', name: 'output', sizeOf: 'modulus' },
  ],
  compute(base, exp, modulus, output) {
    return modexp(base, exp, modulus, output);
  },
});

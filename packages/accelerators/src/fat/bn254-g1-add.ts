import { defineAccelerator } from '../accelerator.ts';
import { addG1 } from '../internal/pairing.ts';
import { bn254 } from '../internal/pairing-curves.ts';

/**
 * Adds two points of BN254's G1 (EIP-196; EVM precompile 0x06). Fails unless both are on the curve, with coordinates
 * below the prime.
 */
export const zkvm_bn254_g1_add = defineAccelerator({
  name: 'zkvm_bn254_g1_add',
  number: 0x1006,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'p1', bytes: 64 },
    { kind: 'input', name: 'p2', bytes: 64 },
    { kind: 'output', name: 'result', bytes: 64 },
  ],
  compute(p1, p2, result) {
    return addG1(bn254(), p1, p2, result);
  },
});

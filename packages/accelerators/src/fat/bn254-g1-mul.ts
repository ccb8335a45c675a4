import { defineAccelerator } from '../accelerator.ts';
import { multiplyG1 } from '../internal/pairing.ts';
import { bn254 } from '../internal/pairing-curves.ts';

/**
 * Multiplies a point of BN254's G1 (EIP-196; EVM precompile 0x07) by any number of 256 bits. Fails unless the point is
 * on the curve, with coordinates below the prime.
 */
export const zkvm_bn254_g1_mul = defineAccelerator({
  name: 'zkvm_bn254_g1_mul',
  number: 0x1007,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'point', bytes: 64 },
    { kind: 'input', name: 'scalar', bytes: 32 },
    { kind: 'output', name: 'result', bytes: 64 },
  ],
  compute(point, scalar, result) {
    return multiplyG1(bn254(), point, scalar, result);
  },
});

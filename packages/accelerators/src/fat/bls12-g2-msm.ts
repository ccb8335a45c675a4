import { defineAccelerator } from '../accelerator.ts';
import { sumG2 } from '../internal/pairing.ts';
import { bls12381 } from '../internal/pairing-curves.ts';

/**
 * The sum of multiples of points of BLS12-381's G2 (EIP-2537; EVM precompile 0x0e), pairs of a point and a number of 256
 * bits. Fails if there is none or a point is not in the subgroup.
 */
export const zkvm_bls12_g2_msm = defineAccelerator({
  name: 'zkvm_bls12_g2_msm',
  number: 0x100e,
  level: 'fat',
  parameters: [
    { kind: 'data', name: 'pairs', unit: 224 },
    { kind: 'output', name: 'result', bytes: 192 },
  ],
  compute(pairs, result) {
    return sumG2(bls12381(), pairs, result);
  },
});

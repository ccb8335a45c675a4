import { defineAccelerator } from '../accelerator.ts';
import { sumG1 } from '../internal/pairing.ts';
import { bls12381 } from '../internal/pairing-curves.ts';

/**
 * The sum of multiples of points of BLS12-381's G1 (EIP-2537; EVM precompile 0x0c), pairs of a point and a number of 256
 * bits. Fails if there is none or a point is not in the subgroup.
 */
export const zkvm_bls12_g1_msm = defineAccelerator({
  name: 'zkvm_bls12_g1_msm',
  number: 0x100c,
  level: 'fat',
  parameters: [
    { kind: 'data', name: 'pairs', unit: 128 },
    { kind: 'output', name: 'result', bytes: 96 },
  ],
  compute(pairs, result) {
    return sumG1(bls12381(), pairs, result);
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { checkPairing } from '../internal/pairing.ts';
import { bls12381 } from '../internal/pairing-curves.ts';

/**
 * Whether the product of the pairings of BLS12-381 points is 1 (EIP-2537; EVM precompile 0x0f). Fails if there are none
 * or unless all points are in their subgroups.
 */
export const zkvm_bls12_pairing = defineAccelerator({
  name: 'zkvm_bls12_pairing',
  number: 0x100f,
  level: 'fat',
  parameters: [
    { kind: 'data', name: 'pairs', unit: 288 },
    { kind: 'output', name: 'verified', bytes: 1 },
  ],
  compute(pairs, verified) {
    return pairs.length > 0 && checkPairing(bls12381(), pairs, verified);
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { checkPairing } from '../internal/pairing.ts';
import { bn254 } from '../internal/pairing-curves.ts';

/**
 * Whether the product of the pairings of BN254 points is 1 (EIP-197; EVM precompile 0x08); of none it is. In G2, the
 * imaginary part of a coordinate comes first. Fails unless all points are on their curves and those of G2 in the
 * subgroup.
 */
export const zkvm_bn254_pairing = defineAccelerator({
  name: 'zkvm_bn254_pairing',
  number: 0x1008,
  level: 'fat',
  parameters: [
    { kind: 'data', name: 'pairs', unit: 192 },
    { kind: 'output', name: 'verified', bytes: 1 },
  ],
  compute(pairs, verified) {
    return checkPairing(bn254(), pairs, verified);
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { addG2 } from '../internal/pairing.ts';
import { bls12381 } from '../internal/pairing-curves.ts';

/**
 * Adds two points of BLS12-381's curve E2 (EIP-2537; EVM precompile 0x0d), real parts first. Fails unless both are on the
 * curve; the subgroup does not matter.
 */
export const zkvm_bls12_g2_add = defineAccelerator({
  name: 'zkvm_bls12_g2_add',
  number: 0x100d,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'p1', bytes: 192 },
    { kind: 'input', name: 'p2', bytes: 192 },
    { kind: 'output', name: 'result', bytes: 192 },
  ],
  compute(p1, p2, result) {
    return addG2(bls12381(), p1, p2, result);
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { addG1 } from '../internal/pairing.ts';
import { bls12381 } from '../internal/pairing-curves.ts';

/**
 * Adds two points of BLS12-381's curve E1 (EIP-2537; EVM precompile 0x0b). Fails unless both are on the curve; the
 * subgroup does not matter.
 */
export const zkvm_bls12_g1_add = defineAccelerator({
  name: 'zkvm_bls12_g1_add',
  number: 0x100b,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'p1', bytes: 96 },
    { kind: 'input', name: 'p2', bytes: 96 },
    { kind: 'output', name: 'result', bytes: 96 },
  ],
  compute(p1, p2, result) {
    return addG1(bls12381(), p1, p2, result);
  },
});

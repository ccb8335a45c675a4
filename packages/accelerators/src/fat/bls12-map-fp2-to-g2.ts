import { defineAccelerator } from '../accelerator.ts';
import { mapToG2 } from '../internal/map-to-curve.ts';

/**
 * Maps an element of the quadratic extension, real part first, to BLS12-381's G2 (EIP-2537; EVM precompile 0x11): RFC
 * 9380's map_to_curve and clear_cofactor, without hashing. Fails unless both parts are below the prime.
 */
export const zkvm_bls12_map_fp2_to_g2 = defineAccelerator({
  name: 'zkvm_bls12_map_fp2_to_g2',
  number: 0x1011,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'field_element', bytes: 96 },
    { kind: 'output', name: 'result', bytes: 192 },
  ],
  compute(element, result) {
    return mapToG2(element, result);
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { mapToG1 } from '../internal/map-to-curve.ts';

/**
 * Maps an element of the field to BLS12-381's G1 (EIP-2537; EVM precompile 0x10): RFC 9380's map_to_curve and
 * clear_cofactor, without hashing. Fails unless it is below the prime.
 */
export const zkvm_bls12_map_fp_to_g1 = defineAccelerator({
  name: 'zkvm_bls12_map_fp_to_g1',
  number: 0x1010,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'field_element', bytes: 48 },
    { kind: 'output', name: 'result', bytes: 96 },
  ],
  compute(element, result) {
    return mapToG1(element, result);
  },
});

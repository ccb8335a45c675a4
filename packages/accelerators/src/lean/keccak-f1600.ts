import { defineAccelerator } from '../accelerator.ts';
import { keccakF1600 } from '../internal/keccak-kernel.ts';

/** Keccak-f[1600] in place (FIPS 202 §3.3; pull request 26 of the zkVM standards). Never fails. */
export const zkvm_keccak_f1600 = defineAccelerator({
  name: 'zkvm_keccak_f1600',
  number: 0x1100,
  level: 'lean',
  parameters: [{ kind: 'inout', name: 'state', bytes: 200 }],
  compute(state) {
    keccakF1600(state);
    return true;
  },
});

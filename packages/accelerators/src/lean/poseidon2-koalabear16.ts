import { defineAccelerator } from '../accelerator.ts';
import { poseidon2Koalabear16 } from '../internal/koalabear-kernel.ts';

/**
 * Poseidon2 of width 16 over KoalaBear, in place (ePrint 2023/323; parameters of Plonky3 and leanSig). Fails if a word is
 * not below 2^31 - 2^24 + 1.
 */
export const hart_poseidon2_koalabear16 = defineAccelerator({
  name: 'hart_poseidon2_koalabear16',
  number: 0x1106,
  level: 'lean',
  parameters: [{ kind: 'inout', name: 'state', bytes: 64 }],
  compute(state) {
    return poseidon2Koalabear16(state);
  },
});

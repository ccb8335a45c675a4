import { defineAccelerator } from '../accelerator.ts';
import { sha256Compress } from '../internal/sha256-kernel.ts';

/** SHA-256's compression of one block into a state of little-endian words (FIPS 180-4 §6.2.2). Never fails. */
export const hart_sha256_compress = defineAccelerator({
  name: 'hart_sha256_compress',
  number: 0x1101,
  level: 'lean',
  parameters: [
    { kind: 'inout', name: 'state', bytes: 32 },
    { kind: 'input', name: 'block', bytes: 64 },
  ],
  compute(state, block) {
    sha256Compress(state, block);
    return true;
  },
});

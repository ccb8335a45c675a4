import { defineAccelerator } from '../accelerator.ts';
import { sha256 } from '../internal/sha256-kernel.ts';

/** SHA-256 (FIPS 180-4 §6.2; EVM precompile 0x02). Never fails. */
export const zkvm_sha256 = defineAccelerator({
  name: 'zkvm_sha256',
  number: 0x1003,
  level: 'fat',
  parameters: [
    { kind: 'data', name: 'data', unit: 1 },
    { kind: 'output', name: 'output', bytes: 32 },
  ],
  compute(data, output) {
    sha256(data, output);
    return true;
  },
});

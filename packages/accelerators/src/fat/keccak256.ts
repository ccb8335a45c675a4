import { defineAccelerator } from '../accelerator.ts';
import { keccak256 } from '../internal/keccak-kernel.ts';

/** Keccak-256 with Ethereum's padding (Yellow Paper, appendix on KEC). Never fails. */
export const zkvm_keccak256 = defineAccelerator({
  name: 'zkvm_keccak256',
  number: 0x1000,
  level: 'fat',
  parameters: [
    { kind: 'data', name: 'data', unit: 1 },
    { kind: 'output', name: 'output', bytes: 32 },
  ],
  compute(data, output) {
    keccak256(data, output);
    return true;
  },
});

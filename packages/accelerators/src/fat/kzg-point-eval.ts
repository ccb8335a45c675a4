import { defineAccelerator } from '../accelerator.ts';
import { verifyKzgProof } from '../internal/kzg.ts';

/**
 * Whether `proof` shows that the polynomial behind `commitment` is `y` at `z` (EIP-4844, verify_kzg_proof; EVM precompile
 * 0x0a, which also hashes the commitment), for the mainnet trusted setup. Fails if `z` or `y` is not below the order or
 * a point is not a compressed one of G1.
 */
export const zkvm_kzg_point_eval = defineAccelerator({
  name: 'zkvm_kzg_point_eval',
  number: 0x100a,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'commitment', bytes: 48 },
    { kind: 'input', name: 'z', bytes: 32 },
    { kind: 'input', name: 'y', bytes: 32 },
    { kind: 'input', name: 'proof', bytes: 48 },
    { kind: 'output', name: 'verified', bytes: 1 },
  ],
  compute(commitment, z, y, proof, verified) {
    const isValid = verifyKzgProof(commitment, z, y, proof);
    if (isValid === undefined) return false;
    verified[0] = Number(isValid);
    return true;
  },
});

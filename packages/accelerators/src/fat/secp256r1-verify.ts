import { defineAccelerator } from '../accelerator.ts';
import { secp256r1, verifyEcdsa } from '../internal/ecdsa.ts';

/**
 * Verifies an ECDSA signature on P-256 (FIPS 186-5 §6.4.2, EIP-7951; EVM precompile 0x100). A high s is valid. Fails if r
 * or s is not in 1..n-1 or the key is no point of the curve.
 */
export const zkvm_secp256r1_verify = defineAccelerator({
  name: 'zkvm_secp256r1_verify',
  number: 0x1012,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'msg', bytes: 32 },
    { kind: 'input', name: 'sig', bytes: 64 },
    { kind: 'input', name: 'pubkey', bytes: 64 },
    { kind: 'output', name: 'verified', bytes: 1 },
  ],
  compute(msg, sig, pubkey, verified) {
    const isValid = verifyEcdsa(secp256r1(), msg, sig, pubkey);
    if (isValid === undefined) return false;
    verified[0] = Number(isValid);
    return true;
  },
});

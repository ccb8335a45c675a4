import { defineAccelerator } from '../accelerator.ts';
import { secp256k1, verifyEcdsa } from '../internal/ecdsa.ts';

/**
 * Verifies an ECDSA signature on secp256k1 (SEC 1 §4.1.4, SEC 2 §2.4.1). A high s is valid, as in plain ECDSA.
 * Fails if r or s is not in 1..n-1 or the key is no point of the curve.
 */
export const zkvm_secp256k1_verify = defineAccelerator({
  name: 'zkvm_secp256k1_verify',
  number: 0x1001,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'msg', bytes: 32 },
    { kind: 'input', name: 'sig', bytes: 64 },
    { kind: 'input', name: 'pubkey', bytes: 64 },
    { kind: 'output', name: 'verified', bytes: 1 },
  ],
  compute(msg, sig, pubkey, verified) {
    const isValid = verifyEcdsa(secp256k1(), msg, sig, pubkey);
    if (isValid === undefined) return false;
    verified[0] = Number(isValid);
    return true;
  },
});

import { defineAccelerator } from '../accelerator.ts';
import { recoverEcdsa } from '../internal/ecdsa.ts';

/**
 * Recovers the public key of an ECDSA signature on secp256k1 (SEC 1 §4.1.6; EVM precompile 0x01, which hashes the key
 * itself). `recid` is 0..3, of which Ethereum uses 0 and 1. Fails if r or s is not in 1..n-1, the nonce's point is
 * not on the curve or the key would be the point at infinity.
 */
export const zkvm_secp256k1_ecrecover = defineAccelerator({
  name: 'zkvm_secp256k1_ecrecover',
  number: 0x1002,
  level: 'fat',
  parameters: [
    { kind: 'input', name: 'msg', bytes: 32 },
    { kind: 'input', name: 'sig', bytes: 64 },
    { kind: 'number', name: 'recid', bits: 8 },
    { kind: 'output', name: 'output', bytes: 64 },
  ],
  compute(msg, sig, recid, output) {
    return recoverEcdsa(msg, sig, recid, output);
  },
});

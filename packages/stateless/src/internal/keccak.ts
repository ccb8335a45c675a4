import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Hex, toHex } from './hex.ts';

/** Keccak-256 of `bytes`, the hash by which Ethereum names nodes, code and headers. */
export function keccak(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes);
}

/** {@link keccak} as hex. */
export function keccakHex(bytes: Uint8Array): Hex {
  return toHex(keccak_256(bytes));
}

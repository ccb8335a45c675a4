import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesOf, type Workload } from './workload.ts';

function hashing(name: string, hash: (bytes: Uint8Array) => Uint8Array): Workload {
  return {
    about: `${name} of 512 bytes`,
    items: 500,
    few: 2,
    item(index) {
      const input = bytesOf(`${name} ${index}`, 512);
      return { input, output: hash(input) };
    },
  };
}

export const KECCAK256 = hashing('Keccak-256', keccak_256);
export const SHA256 = hashing('SHA-256', sha256);

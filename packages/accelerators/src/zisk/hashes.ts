import { keccakP } from '@noble/hashes/sha3.js';
import { parameters, type ZiskOperation } from './operation.ts';

const keccakf: ZiskOperation = {
  name: 'keccakf',
  csr: 0x800,
  parameters: parameters('inout', 25, 'state'),
  direct: true,
  compute(state) {
    const words = new Uint32Array(state!.buffer, state!.byteOffset, 50);
    keccakP(words, 24);
    return 0n;
  },
};
export const HASHES: readonly ZiskOperation[] = [keccakf];

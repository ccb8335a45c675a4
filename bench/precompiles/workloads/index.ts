import { PAIRING as BLS12_PAIRING, KZG, MSM } from './bls12-381.ts';
import { PAIRING as BN254_PAIRING, TRIPARTITE } from './bn254.ts';
import { KECCAK256, SHA256 } from './hashes.ts';
import { MODEXP } from './modexp.ts';
import { ECRECOVER } from './secp256k1.ts';
import type { Workload } from './workload.ts';

/** The workloads by id, in the order of the report. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  'bn254-pairing': BN254_PAIRING,
  'bn254-tripartite-dh': TRIPARTITE,
  keccak256: KECCAK256,
  sha256: SHA256,
  ecrecover: ECRECOVER,
  modexp: MODEXP,
  'bls12-pairing': BLS12_PAIRING,
  'bls12-msm': MSM,
  'kzg-opening': KZG,
};

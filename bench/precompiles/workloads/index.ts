import { PAIRING, TRIPARTITE } from './bn254.ts';
import type { Workload } from './workload.ts';

/** The workloads by id, in the order of the report. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  'bn254-pairing': PAIRING,
  'bn254-tripartite-dh': TRIPARTITE,
};

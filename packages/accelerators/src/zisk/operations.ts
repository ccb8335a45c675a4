import { ARITHMETIC } from './arithmetic.ts';
import { HASHES } from './hashes.ts';
import type { ZiskOperation } from './operation.ts';
import { POINTS } from './points.ts';

/** ZisK's accelerators by CSR, but the DMA calls, whose operands are not in memory. */
export const ZISK_OPERATIONS: ReadonlyMap<number, ZiskOperation> = new Map(
  [...ARITHMETIC, ...POINTS, ...HASHES]
    .toSorted((a, b) => a.csr - b.csr)
    .map((operation) => [operation.csr, operation]),
);

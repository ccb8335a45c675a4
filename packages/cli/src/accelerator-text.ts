import type { CountedAccelerator } from '@hart/abi';
import { grouped } from './text.ts';

/** `12 calls: zkvm_keccak256 11, zkvm_sha256 1`; the most frequent first. */
export function describeCalls(counted: readonly CountedAccelerator[]): string {
  const total = counted.reduce((sum, { calls }) => sum + calls, 0);
  const each = counted
    .toSorted((a, b) => b.calls - a.calls)
    .map(({ name, calls }) => `${name} ${grouped(calls)}`);
  return `${grouped(total)} calls: ${each.join(', ')}`;
}

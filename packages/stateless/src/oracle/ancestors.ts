import type { Hex } from '../internal/hex.ts';
import { toHex } from '../internal/hex.ts';
import { keccakHex } from '../internal/keccak.ts';
import { readRlpList } from '../internal/rlp.ts';

/** What the witness' headers prove about the block's past. */
export interface Ancestors {
  /** RLP of the parent's header, if the witness has it. */
  readonly parent: Uint8Array | undefined;
  /** Hashes by block number, from the parent downwards without a gap. */
  readonly hashes: ReadonlyMap<bigint, Hex>;
}

/**
 * Follows parent hashes from the block downwards. Headers are found by their hash, so that neither
 * their order nor a foreign header among them matters, and no hash is believed that does not follow
 * from the block's own header.
 */
export function findAncestors(
  block: { number: bigint; parentHash: Uint8Array },
  headers: readonly Uint8Array[],
): Ancestors {
  const byHash = new Map(headers.map((header) => [keccakHex(header), header]));
  const hashes = new Map<bigint, Hex>();
  let hash: Hex = toHex(block.parentHash);
  const parent = byHash.get(hash);
  for (let number = block.number - 1n; number >= 0n; number--) {
    hashes.set(number, hash);
    const header = byHash.get(hash);
    const parentHash = header && readRlpList(header)?.[0];
    if (header === undefined || parentHash === undefined) break;
    hash = toHex(header.subarray(parentHash.content, parentHash.end));
  }
  return { parent, hashes };
}

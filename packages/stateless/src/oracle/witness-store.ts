import { MapDB } from '@ethereumjs/util';
import type { Hex } from '../internal/hex.ts';
import { keccakHex } from '../internal/keccak.ts';
import type { Witness } from '../witness.ts';
import { Refusal } from './refusal.ts';

/** Hashes of the witness entries that a validation looked up. */
export interface UsedEntries {
  readonly nodes: readonly Hex[];
  readonly codes: readonly Hex[];
}

/**
 * Nodes and codes by their hash, and a record of those that were looked up. Only what hashes to its
 * name can get in, so a witness cannot lie, only be incomplete; what is not here and is needed
 * refuses the block.
 */
export interface WitnessStore {
  /** The database for EthereumJS' tries: witness nodes, and those that the block makes. */
  readonly nodes: MapDB<string, Uint8Array>;
  /** Says what the following look-ups are for; a refusal names it. */
  lookingFor(what: string): void;
  /** Notes that a node is needed, and refuses the block if it is not there. */
  requireNode(hash: Hex): void;
  /** The code of this hash; refuses the block if it is not there. */
  code(hash: Hex): Uint8Array;
  /** Keeps a code that the block creates. */
  putCode(hash: Hex, code: Uint8Array): void;
  used(): UsedEntries;
  /**
   * The first refusal, whatever EthereumJS made of the error: its trie reads a missing node as an
   * absent key in places.
   */
  failure(): Refusal | undefined;
}

export function createWitnessStore(witness: Witness): WitnessStore {
  const nodes = new Map<string, Uint8Array>();
  for (const node of witness.state) {
    // The empty trie's node 0x80, which reth lists, has no place in EthereumJS' database.
    if (node.length >= 32) nodes.set(keccakHex(node).slice(2), node);
  }
  const fromWitness = new Set(nodes.keys());
  const codes = new Map(witness.codes.map((code) => [keccakHex(code), code]));
  const codesFromWitness = new Set(codes.keys());
  const usedNodes = new Set<Hex>();
  const usedCodes = new Set<Hex>();
  let purpose = '';
  let failure: Refusal | undefined;
  const refuse = (refusal: Refusal): never => {
    failure ??= refusal;
    throw refusal;
  };
  return {
    nodes: new MapDB(nodes),
    lookingFor(what) {
      purpose = what;
    },
    requireNode(hash) {
      const key = hash.slice(2);
      if (fromWitness.has(key)) usedNodes.add(hash);
      else if (!nodes.has(key)) refuse(new Refusal('missing-node', `${hash} (${purpose})`));
    },
    code(hash) {
      if (codesFromWitness.has(hash)) usedCodes.add(hash);
      return codes.get(hash) ?? refuse(new Refusal('missing-code', hash));
    },
    putCode(hash, code) {
      codes.set(hash, code);
    },
    used: () => ({ nodes: [...usedNodes], codes: [...usedCodes] }),
    failure: () => failure,
  };
}

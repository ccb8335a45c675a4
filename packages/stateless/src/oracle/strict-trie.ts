import { isRawMPTNode, MerklePatriciaTrie, type MPTNode } from '@ethereumjs/mpt';
import { equalsBytes, ValueEncoding } from '@ethereumjs/util';
import { toHex } from '../internal/hex.ts';
import { Refusal } from './refusal.ts';
import type { WitnessStore } from './witness-store.ts';

/**
 * EthereumJS' trie with one change: a missing node refuses the block. The library's own `get` reads
 * it as "no such key", which would let a witness leave out whatever is inconvenient.
 */
class StrictTrie extends MerklePatriciaTrie {
  readonly #store: WitnessStore;

  constructor(store: WitnessStore, root: Uint8Array) {
    super({
      db: store.nodes,
      root,
      useKeyHashing: true,
      useRootPersistence: false,
      valueEncoding: ValueEncoding.Bytes,
    });
    this.#store = store;
  }

  override async lookupNode(reference: Uint8Array | Uint8Array[]): Promise<MPTNode> {
    // The empty root is looked up as well, and the library's "missing" is the right answer to it.
    const isInline = isRawMPTNode(reference);
    const isNamed = !isInline && !equalsBytes(reference, this.EMPTY_TRIE_ROOT);
    if (isNamed) this.#store.requireNode(toHex(reference));
    try {
      return await super.lookupNode(reference);
    } catch (cause) {
      if (!isNamed && !isInline) throw cause;
      const name = isInline ? 'an embedded node' : toHex(reference);
      throw new Refusal('node-malformed', name, { cause });
    }
  }
}

/** A trie with hashed keys over the witness, at `root`. */
export function createStrictTrie(store: WitnessStore, root: Uint8Array): MerklePatriciaTrie {
  return new StrictTrie(store, root);
}

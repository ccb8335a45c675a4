import { createReason, type Reason, type ReasonName } from '../reason.ts';

/**
 * The block is refused. Thrown, because it has to cross EthereumJS from a trie node up to the block;
 * `runOracle` turns it into a verdict, and nothing outside the oracle sees it.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;

  constructor(name: ReasonName, detail: string, options?: { cause?: unknown }) {
    super(`${name}: ${detail}`, options);
    this.reason = createReason(name, detail);
  }
}

/** Throws a {@link Refusal} unless `holds`. */
export function refuseUnless(holds: boolean, name: ReasonName, detail: string): asserts holds {
  if (!holds) throw new Refusal(name, detail);
}

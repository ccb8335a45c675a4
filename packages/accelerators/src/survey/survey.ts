import { AIRBENDER } from './airbender.ts';
import { JOLT } from './jolt.ts';
import { OPENVM } from './openvm.ts';
import { PICO } from './pico.ts';
import { RISC_ZERO } from './risc-zero.ts';
import { SP1 } from './sp1.ts';
import { STANDARD } from './standard.ts';
import type { Family, Kind, ZkvmName } from './vocabulary.ts';
import { ZIREN } from './ziren.ts';
import { ZISK } from './zisk.ts';
import type { PublishedCost, Zkvm } from './zkvm.ts';

/** In the order of `ZKVM_NAMES`. */
export const ZKVMS = [
  RISC_ZERO,
  SP1,
  AIRBENDER,
  ZISK,
  OPENVM,
  ZIREN,
  PICO,
  JOLT,
  STANDARD,
] as const satisfies readonly (Zkvm & { name: ZkvmName })[];

/** One call that a zkVM offers to guests. */
export interface Precompile {
  zkvm: ZkvmName;
  /** Release or branch, commit and its date. */
  version: string;
  /** In the zkVM's own code. */
  name: string;
  kind: Kind;
  family: Family;
  /** How the call is named in machine code: an `ecall` number, a CSR, an opcode. */
  id: string;
  /** How guests call; absent where the id says it all. */
  invocation?: string;
  /** GitHub repository and the file in it that defines the call. */
  source: string;
  /** C declaration. */
  signature?: string;
  cost?: PublishedCost;
}

/** What to list; each part that is absent lets everything pass. */
export interface PrecompileFilter {
  zkvms?: readonly ZkvmName[] | undefined;
  kinds?: readonly Kind[] | undefined;
  families?: readonly Family[] | undefined;
}

/**
 * What zkVMs offer to guests, by zkVM, in the order of the zkVM's own tables. Without `kinds` or `families`,
 * calls of kind `system`, which accelerate nothing, are there too.
 */
export function listPrecompiles(filter: PrecompileFilter = {}): Precompile[] {
  const zkvms: readonly Zkvm[] = ZKVMS;
  return zkvms
    .flatMap((zkvm) =>
      zkvm.precompiles.map(([name, kind, family, id, details = {}]): Precompile => {
        const { source, version, invocation = zkvm.invocation, ...others } = details;
        return {
          zkvm: zkvm.name as ZkvmName,
          version: version ?? zkvm.version,
          ...{ name, kind, family, id },
          ...(invocation !== undefined && { invocation }),
          source: `${zkvm.repository}: ${source ?? zkvm.source}`,
          ...others,
        };
      }),
    )
    .filter(
      ({ zkvm, kind, family }) =>
        (filter.zkvms?.includes(zkvm) ?? true) &&
        (filter.kinds?.includes(kind) ?? true) &&
        (filter.families?.includes(family) ?? true),
    );
}

/** How many of these calls each zkVM has, by family. */
export function countByFamily(
  precompiles: readonly Precompile[],
): Map<Family, ReadonlyMap<ZkvmName, number>> {
  const counts = new Map<Family, Map<ZkvmName, number>>();
  for (const { family, zkvm } of precompiles) {
    const row = counts.get(family) ?? new Map<ZkvmName, number>();
    row.set(zkvm, (row.get(zkvm) ?? 0) + 1);
    counts.set(family, row);
  }
  return counts;
}

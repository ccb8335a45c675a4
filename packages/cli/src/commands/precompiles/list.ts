import {
  countByFamily,
  FAMILIES,
  type Family,
  KINDS,
  type Kind,
  listPrecompiles,
  type Precompile,
  ZKVMS,
} from '@hart/accelerators/survey';
import type { CommandResult, Invocation } from '../../command.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { table } from '../../text.ts';
import type { precompilesOptions } from './options.ts';

/** Calls that accelerate nothing are listed only when they are asked for. */
const ACCELERATING = (Object.keys(KINDS) as Kind[]).filter((kind) => kind !== 'system');

/** `hart precompiles list`. */
export async function listCommand({
  options,
}: Invocation<typeof precompilesOptions>): Promise<CommandResult> {
  const entries = listPrecompiles({
    zkvms: options.zkvm,
    kinds: options.kind ?? (options.family === undefined ? ACCELERATING : undefined),
    families: options.family,
  });
  return {
    exitCode: EXIT_CODES.OK.code,
    data: { entries },
    stdout: options.view === 'matrix' ? matrix(entries) : list(entries),
  };
}

function list(entries: readonly Precompile[]): string {
  return table([
    ['zkVM', 'name', 'kind', 'family', 'id'],
    ...entries.map(({ zkvm, name, kind, family, id }) => [zkvm, name, kind, family, id]),
  ]);
}

function matrix(entries: readonly Precompile[]): string {
  const counts = countByFamily(entries);
  const zkvms = ZKVMS.map(({ name }) => name).filter((name) =>
    entries.some(({ zkvm }) => zkvm === name),
  );
  const families = (Object.keys(FAMILIES) as Family[]).filter((family) => counts.has(family));
  return table([
    ['', ...zkvms],
    ...families.map((family) => [
      FAMILIES[family],
      ...zkvms.map((zkvm) => String(counts.get(family)?.get(zkvm) ?? '')),
    ]),
  ]);
}

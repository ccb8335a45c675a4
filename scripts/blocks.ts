/**
 * Validates the real blocks of the conformance data by the guest and by the oracle, and compares both
 * with what is known of each block.
 *
 *     node scripts/blocks.ts [--guest NAME] [--accelerators LEVEL] [--elf FILE] [NAME…]    another guest, or another
 *                                                                        file of it; only these blocks
 *
 * The guests in Go are built first if they are not there. For them, and for the Rust guest with accelerators, the plain
 * Rust guest is the oracle: both must give the same hash, roots, gas and reason.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  agree,
  type BlockReport,
  type ReasonName,
  type Verdict,
  validateBlock,
} from '@hart/stateless';
import { readBlockFolder } from '@hart/stateless/node';
import { validateWithOracle } from '@hart/stateless/oracle';
import { dataFolder } from './data-folder.ts';
import { guestNamed, levelNamed } from './guest-option.ts';
import { createTally } from './tally.ts';

interface Refusal {
  name: ReasonName;
  /** What the detail must name. */
  detail: string;
}

/** Blocks whose witness is incomplete, as the README of the data says; all others are valid. */
const REFUSED: Record<string, Refusal> = {
  'hoodi-1192c3': {
    name: 'missing-node',
    detail: '7e224bab8f0d640af8c8c34c9d9592cf1a0d7e6e9fb6f799e70ef0a216f80f6e',
  },
  'mainnet-22188088': {
    name: 'missing-node',
    detail: '8a3d287b464732615d9fbbb597e156d4b694c3634d77b057bc2965d61c99a32b',
  },
  'mainnet-23587691': { name: 'parent-header-missing', detail: '' },
};

const tally = createTally();
const folder = dataFolder('blocks');
const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    guest: { type: 'string', default: 'rust' },
    accelerators: { type: 'string', default: 'plain' },
    elf: { type: 'string' },
  },
});
const guest = guestNamed(values.guest);
const accelerators = levelNamed(values.accelerators);
const options = {
  guest,
  accelerators,
  ...(values.elf === undefined ? {} : { elf: new Uint8Array(readFileSync(values.elf)) }),
};
if (folder !== undefined) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isDirectory() || (only.length > 0 && !only.includes(name))) continue;
    try {
      await checkBlock(name, path, tally);
    } catch (error) {
      tally.check(name, `no verdict: ${(error as Error).message}`);
    }
  }
}
tally.end();

async function checkBlock(name: string, path: string, { check }: typeof tally): Promise<void> {
  const { expectedHash, claimedPreStateRoot, ...block } = await readBlockFolder(path);
  const meta = JSON.parse(readFileSync(join(path, 'meta.json'), 'utf8'));
  const refusal = REFUSED[name];

  const report = await validateBlock(block, { ...options, expectedHash });
  check(`${name} by the guest`, problemOf(report.verdict, meta, refusal), summary(report));
  if (guest === 'rust' && accelerators === 'plain') {
    const oracle = await validateWithOracle(block);
    const note = `${oracle.seconds.toFixed(1)} s`;
    check(`${name} by the oracle`, problemOf(oracle, meta, refusal), note);
    check(`${name}: both agree`, agree(report.verdict, oracle).differences.join('; ') || undefined);
  } else {
    const { verdict, steps } = await validateBlock(block, { expectedHash });
    const { differences, sameReason } = agree(report.verdict, verdict);
    const reasons = sameReason ? [] : [`reason: ${verdict.reason?.name} by the plain Rust guest`];
    const note = `${(report.steps / steps).toFixed(2)} times the steps`;
    check(
      `${name}: as the plain Rust guest`,
      [...differences, ...reasons].join('; ') || undefined,
      note,
    );
  }

  if (refusal?.name !== 'parent-header-missing' || claimedPreStateRoot === undefined) return;
  const trusting = { ...block, trustedPreStateRoot: claimedPreStateRoot };
  const { verdict } = await validateBlock(trusting, { ...options, expectedHash });
  const problem =
    verdict.status === 'valid-on-trusted-pre-state'
      ? problemOf({ ...verdict, status: 'valid' }, meta, undefined)
      : `${verdict.status} ${verdict.reason?.name}`;
  check(`${name} on its given pre-state root`, problem);
}

function problemOf(
  verdict: Verdict,
  meta: { hash: string; gasUsed: number; stateRoot: string },
  refusal: Refusal | undefined,
): string | undefined {
  const { status, reason } = verdict;
  const found = reason === undefined ? status : `${reason.name}: ${reason.detail}`;
  if (verdict.hash !== meta.hash) return `hash ${verdict.hash}`;
  if (refusal !== undefined) {
    const named = reason?.name === refusal.name && reason.detail.includes(refusal.detail);
    return named ? undefined : `${found}; expected ${refusal.name} ${refusal.detail}`;
  }
  if (status !== 'valid') return found;
  if (Number(verdict.gasUsed) !== meta.gasUsed) return `gas used ${verdict.gasUsed}`;
  return verdict.postStateRoot === meta.stateRoot ? undefined : `state ${verdict.postStateRoot}`;
}

function summary({ valid, reason, steps, seconds, mgasPerSecond }: BlockReport): string {
  const speed = `${steps} steps, compile ${seconds.compile.toFixed(2)} s, run ${seconds.run.toFixed(2)} s`;
  return valid ? `${speed}, ${mgasPerSecond.toFixed(1)} Mgas/s` : (reason ?? '');
}

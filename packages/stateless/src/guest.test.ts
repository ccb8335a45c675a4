import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agree } from './agree.ts';
import { announceBlocks, hasBlocks, isFullRun, realBlock } from './internal/test-data.ts';
import { runOracle } from './oracle/run-oracle.ts';
import { guestPath, readGuest } from './read-guest.ts';
import { type TamperKind, type TamperSource, tamperCases } from './tamper.ts';
import { validateBlock } from './validate-block.ts';

/** One valid, one with a node missing, one without a parent header. */
const QUICK = ['mainnet-21429020', 'hoodi-1192c3', 'mainnet-23587691'];
const SLOW = [
  'hoodi-1265656',
  'hoodi-1281069',
  'mainnet-18885225',
  'mainnet-20852412',
  'mainnet-21077746',
  'mainnet-22188088',
  'mainnet-22615247',
  'mainnet-22944300',
  'mainnet-24628607',
  'mainnet-24628608',
];
const TAMPERED = ['mainnet-21429020', 'mainnet-22615247', 'mainnet-20852412'];
/** 210 cases over three blocks. */
const COUNTS = {
  'drop-node': 24,
  'drop-code': 8,
  'drop-headers': 1,
  'alter-parent': 4,
  'replace-parent': 1,
  'flip-block': 31,
  'swap-witness': 1,
} satisfies Record<TamperKind, number>;
/** Every so many cases one is run. */
const STRIDE = isFullRun ? 1 : 10;

announceBlocks('the guest on real blocks');
const hasGuest = existsSync(guestPath('rust'));
if (!hasGuest)
  console.log('skipped: the guest on real blocks (needs guests/prebuilt/stateless.elf)');
if (!isFullRun)
  console.log('skipped: the guest on most real and most tampered blocks (HART_FULL=1)');

describe.skipIf(!hasBlocks || !hasGuest)('the guest', { timeout: 300_000 }, () => {
  it.each(isFullRun ? [...QUICK, ...SLOW] : QUICK)('agrees with the oracle on %s', async (name) => {
    const { expectedHash, ...block } = await realBlock(name);
    const report = await validateBlock(block, { expectedHash });
    const oracle = await runOracle(block);
    const differences: string[] = [];
    expect(agree(report.verdict, oracle)).toEqual({ agree: true, sameReason: true, differences });
    expect(report.hash).toBe(expectedHash);
    expect(report.valid).toBe(oracle.status !== 'invalid');
  });

  it.skipIf(!isFullRun)(
    'accepts a block without a parent header only on a trusted pre-state',
    async () => {
      const { expectedHash, claimedPreStateRoot, ...block } = await realBlock('mainnet-23587691');
      const trustedPreStateRoot = claimedPreStateRoot as `0x${string}`;
      const input = { ...block, trustedPreStateRoot };
      const report = await validateBlock(input, { expectedHash });
      expect(report).toMatchObject({ valid: true, onTrustedPreState: true, gasUsed: 1_429_580 });
      expect(agree(report.verdict, await runOracle(input)).agree).toBe(true);
    },
  );
});

describe.skipIf(!hasBlocks || !hasGuest)('the guest on tampered blocks', () => {
  const refusals = { rule: 0, hash: 0 };
  let elf: Uint8Array;
  beforeAll(async () => {
    elf = await readGuest('rust');
  });
  afterAll(() => {
    console.log(`refused ${refusals.rule} by a rule, ${refusals.hash} by the hash, accepted none`);
  });

  it.each(isFullRun ? TAMPERED : TAMPERED.slice(0, 2))(
    'accepts none of %s',
    { timeout: 600_000 },
    async (name) => {
      const { expectedHash, ...block } = await realBlock(name);
      const other = (await realBlock('mainnet-22188088')).witness;
      const source: TamperSource = { ...block, used: (await runOracle(block)).used, other };
      const all = [...tamperCases(source, COUNTS, 2026)];
      expect(all).toHaveLength(70);
      for (const tampered of all.filter((_, index) => index % STRIDE === 0)) {
        // A run is over before compiling the guest would pay; both engines give the same verdict.
        const options = { expectedHash, elf } as const;
        const report = await validateBlock({ ...block, ...tampered }, options);
        expect(report.valid, tampered.name).toBe(false);
        if (tampered.kind === 'drop-node' || tampered.kind === 'drop-code') {
          expect(report.reason, tampered.name).toContain(tampered.name.split(' ')[1]);
        }
        refusals[report.refusedBy as 'rule' | 'hash']++;
      }
    },
  );
});

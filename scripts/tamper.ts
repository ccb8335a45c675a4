/**
 * Damages valid blocks of the conformance data and their witnesses, and lets the guest judge: none may
 * be accepted. Refusals by a rule and by the block hash are counted apart.
 *
 *     node scripts/tamper.ts [--guest NAME] [--accelerators LEVEL]
 *
 * Another guest than the plain Rust one must also give that one's reason.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type BlockInput,
  type BlockReport,
  type TamperCase,
  tamperCases,
  validateBlock,
} from '@hart/stateless';
import { readBlockFolder } from '@hart/stateless/node';
import { validateWithOracle } from '@hart/stateless/oracle';
import { dataFolder } from './data-folder.ts';
import { guestNamed, levelNamed } from './guest-option.ts';
import { createTally } from './tally.ts';

/** Small blocks of three forks; the witness of the next one serves as the wrong witness. */
const BLOCKS = ['mainnet-21429020', 'mainnet-22615247', 'hoodi-1265656'] as const;
const COUNTS = {
  'drop-node': 20,
  'drop-code': 10,
  'drop-headers': 1,
  'alter-parent': 10,
  'replace-parent': 1,
  'flip-block': 30,
  'swap-witness': 1,
};
const SEED = 20261124;

const { values } = parseArgs({
  options: {
    guest: { type: 'string', default: 'rust' },
    accelerators: { type: 'string', default: 'plain' },
  },
});
const guest = guestNamed(values.guest);
const accelerators = levelNamed(values.accelerators);
const isPlain = guest === 'rust' && accelerators === 'plain';
const tally = createTally({ quiet: true });
const folder = dataFolder('blocks');
if (folder !== undefined) {
  const read = (name: string) => readBlockFolder(join(folder, name));
  const refusals = { rule: 0, hash: 0 };
  for (const [index, name] of BLOCKS.entries()) {
    const { expectedHash, ...block } = await read(name);
    const other = await read(BLOCKS[(index + 1) % BLOCKS.length] ?? BLOCKS[0]);
    const { used } = await validateWithOracle(block);
    const source = { ...block, used, other: other.witness };
    for (const damaged of tamperCases(source, COUNTS, SEED)) {
      const { blockRlp, witness } = damaged;
      const input = { ...block, blockRlp, witness };
      const title = `${name} ${damaged.name}`;
      try {
        const report = await validateBlock(input, { guest, accelerators, expectedHash });
        if (report.refusedBy !== undefined) refusals[report.refusedBy]++;
        const problem = problemOf(damaged, report);
        tally.check(title, problem ?? (isPlain ? undefined : await otherReason(report, input)));
      } catch (error) {
        tally.check(title, `no verdict: ${(error as Error).message}`);
      }
    }
  }
  console.log(`refused by a rule: ${refusals.rule}, by the block hash alone: ${refusals.hash}`);
}
tally.end();

/** How the plain Rust guest's reason differs from that of another guest. */
async function otherReason({ verdict }: BlockReport, input: BlockInput) {
  const rust = await validateBlock(input);
  return verdict.reason?.name === rust.verdict.reason?.name
    ? undefined
    : `${verdict.reason?.name}, by the plain Rust guest ${rust.verdict.reason?.name}`;
}

/** A dropped entry must be named by its hash. */
function problemOf({ kind, name }: TamperCase, { valid, reason = '' }: BlockReport) {
  if (valid) return 'accepted';
  const dropped = kind === 'drop-node' || kind === 'drop-code' ? name.split(' ')[1] : undefined;
  return dropped === undefined || reason.includes(dropped) ? undefined : `refused for ${reason}`;
}

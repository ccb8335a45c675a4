/**
 * `npm run accelerators -- [--count N] [--seed N] [--only NAME] [--vectors DIR]`: every accelerator against its oracle on
 * random arguments, valid, at the edges and wrong, then against published vectors, where they are: those of
 * go-ethereum's precompiles (core/vm/testdata/precompiles) and Wycheproof's of ECDSA. Ends with `N passed, N failed`.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ACCELERATORS, type AcceleratorName } from '@hart/accelerators';
import { compareWithOracle } from '@hart/accelerators/oracle';
import { checkVectors } from './accelerators/vectors.ts';
import { dataFolder } from './data-folder.ts';
import { mix } from './fuzz/random.ts';
import { createWatchdog } from './fuzz/watchdog.ts';

/** Differences that are printed for each accelerator. */
const MAX_SHOWN = 3;
/** The oracle of the slowest needs less than a second. */
const MAX_COMPARISON_MS = 60_000;

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    vectors: { type: 'string' },
  },
});
const [count, seed] = [options.count, options.seed].map(Number) as [number, number];
const names = (Object.keys(ACCELERATORS) as AcceleratorName[]).filter(
  (name) => options.only === undefined || name === options.only,
);
if (names.length === 0 || !Number.isSafeInteger(count) || !Number.isSafeInteger(seed)) {
  console.error('--only takes the name of an accelerator, --count and --seed whole numbers');
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
const watchdog = createWatchdog(MAX_COMPARISON_MS);
for (const name of names) {
  const counts = { passed: 0, failed: 0, refused: 0 };
  const start = performance.now();
  for (let n = 0; n < count; n++) {
    const own = mix(seed, n);
    watchdog.begin(`FAIL ${name}, seed ${own}, does not end\n${total.passed} passed, 1 failed\n`);
    const { status, difference } = compareWithOracle(name, own);
    watchdog.end();
    if (!status) counts.refused++;
    if (difference === undefined) {
      counts.passed++;
      continue;
    }
    counts.failed++;
    if (counts.failed <= MAX_SHOWN) console.log(`FAIL ${difference}`);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name}: ${counts.passed} agree, ${counts.refused} of them refused, ${seconds} s`);
  total.passed += counts.passed;
  total.failed += counts.failed;
}
await watchdog.close();

if (options.only === undefined) {
  const folder = options.vectors ?? dataFolder('vectors/accelerators');
  const { passed, failed } = checkVectors(folder);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/**
 * `npm run accelerators:bench`: the median time of one call of every accelerator, warm, beside noble's libraries (for
 * RIPEMD-160 OpenSSL's, for modular arithmetic BigInt's) with the same arguments. A Markdown table for
 * docs/accelerators.md; no test looks at times.
 */
import { cpus } from 'node:os';
import process from 'node:process';
import { ACCELERATORS, type AcceleratorName } from '@hart/accelerators';
import { callOracle, validArguments } from '@hart/accelerators/oracle';

const WARM_MS = 300;
const SAMPLES = 41;
const SAMPLE_MS = 3;

/** The median of samples of several calls each, in microseconds. */
function median(call: () => void): number {
  call();
  const start = performance.now();
  let calls = 0;
  do {
    call();
    calls++;
  } while (performance.now() - start < WARM_MS);
  const each = Math.max(1, Math.round((SAMPLE_MS * calls) / WARM_MS));
  const times = Array.from({ length: SAMPLES }, () => {
    const before = performance.now();
    for (let n = 0; n < each; n++) call();
    return ((performance.now() - before) * 1000) / each;
  });
  return times.sort((a, b) => a - b)[SAMPLES >> 1]!;
}

function show(microseconds: number): string {
  return microseconds < 100 ? microseconds.toPrecision(2) : String(Math.round(microseconds));
}

console.log(`${cpus()[0]?.model}, Node ${process.versions.node}, µs\n`);
console.log('| accelerator | here | second implementation | ratio |');
console.log('| --- | ---: | ---: | ---: |');
for (const name of Object.keys(ACCELERATORS) as AcceleratorName[]) {
  for (const { what, values } of validArguments(name)) {
    const compute = ACCELERATORS[name].compute as (...all: unknown[]) => boolean;
    const here = median(() => compute(...values));
    const other = median(() => callOracle(name, values));
    const label = what === '' ? `\`${name}\`` : `\`${name}\`, ${what}`;
    console.log(`| ${label} | ${show(here)} | ${show(other)} | ${(other / here).toFixed(1)} |`);
  }
}

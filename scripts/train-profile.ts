/**
 * Writes the profile that comes with the prebuilt stateless guest: which functions execute how often while
 * it validates the sample block, and no other, so that what it gains elsewhere is no memory of the answer.
 *
 *     node scripts/train-profile.ts [--check]    write it, or only compare
 */
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createZkvm } from '@hart/abi';
import { createRun, SAMPLE_STEPS } from '@hart/machine';
import { readElf } from '@hart/riscv';
import { encodeInput } from '@hart/stateless';
import { guestPath, readBlockFolder } from '@hart/stateless/node';

const ROOT = new URL('..', import.meta.url);
const BLOCK = 'examples/sample-block';
const PROFILE = fileURLToPath(new URL('guests/prebuilt/stateless.profile.json', ROOT));
/** Finer than what the engine samples, for functions that execute little. */
const STRIDE = 2 ** 14;
const LEAST_SAMPLES = 6;

const bytes = readFileSync(guestPath('rust'));
const elf = readElf(bytes);
const input = encodeInput(await readBlockFolder(fileURLToPath(new URL(BLOCK, ROOT))));
const run = createRun(elf, createZkvm(input));

const starts = Float64Array.from(
  new Set(elf.symbols.filter(({ kind }) => kind === 'function').map(({ address }) => address)),
).sort();
const counts = new Map<number, number>();
for (;;) {
  run.advance(STRIDE);
  if (run.outcome !== undefined) break;
  const start = starts.findLast((address) => address <= Number(run.pc)) as number;
  counts.set(start, (counts.get(start) ?? 0) + 1);
}
const functions = [...counts]
  .map(([pc, count]) => [pc, (count * STRIDE) / SAMPLE_STEPS] as const)
  .filter(([, samples]) => samples >= LEAST_SAMPLES)
  .sort(([pc, samples], [otherPc, others]) => others - samples || pc - otherPc)
  .map(([pc, samples]) => [`0x${pc.toString(16)}`, samples]);
const rows = functions.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
const text = `{\n  "elf": "${hash('sha256', bytes)}",\n  "trainedOn": "${BLOCK}",\n  "functions": [\n${rows}\n  ]\n}\n`;

if (!process.argv.includes('--check')) writeFileSync(PROFILE, text);
else if (readFileSync(PROFILE, 'utf8') !== text) {
  console.error(`${PROFILE} is not what training gives; run node scripts/train-profile.ts`);
  process.exitCode = 1;
}
console.log(`${functions.length} functions of ${counts.size} that were seen`);

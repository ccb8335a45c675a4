/**
 * Writes the profiles that come with the prebuilt stateless guests, one for each level of acceleration: which
 * functions execute how often while they validate the sample block, and no other, so that what they gain elsewhere
 * is no memory of the answer.
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
import { readBlockFolder } from '@hart/stateless/node';

const ROOT = new URL('..', import.meta.url);
const BLOCK = 'examples/sample-block';
const GUESTS = ['stateless', 'stateless-lean', 'stateless-fat'];
/** Finer than what the engine samples, for functions that execute little. */
const STRIDE = 2 ** 14;
const LEAST_SAMPLES = 6;

const input = encodeInput(await readBlockFolder(fileURLToPath(new URL(BLOCK, ROOT))));
for (const guest of GUESTS) train(guest);

function train(guest: string): void {
  const path = fileURLToPath(new URL(`guests/prebuilt/${guest}.profile.json`, ROOT));
  const bytes = readFileSync(fileURLToPath(new URL(`guests/prebuilt/${guest}.elf`, ROOT)));
  const { seen, functions } = profileOf(bytes);
  const rows = functions.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const text = `{\n  "elf": "${hash('sha256', bytes)}",\n  "trainedOn": "${BLOCK}",\n  "functions": [\n${rows}\n  ]\n}\n`;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${path} is not what training gives; run node scripts/train-profile.ts`);
    process.exitCode = 1;
  }
  console.log(`${guest}: ${functions.length} functions of ${seen} that were seen`);
}

/** Each function's address and samples, the most frequent first, and how many were seen at all. */
function profileOf(bytes: Uint8Array): { seen: number; functions: (string | number)[][] } {
  const elf = readElf(bytes);
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
  if (run.outcome.kind !== 'exit') throw new Error(`the guest ended with ${run.outcome.kind}`);
  const functions = [...counts]
    .map(([pc, count]) => [pc, (count * STRIDE) / SAMPLE_STEPS] as const)
    .filter(([, samples]) => samples >= LEAST_SAMPLES)
    .sort(([pc, samples], [otherPc, others]) => others - samples || pc - otherPc)
    .map(([pc, samples]) => [`0x${pc.toString(16)}`, samples]);
  return { seen: counts.size, functions };
}

/**
 * `npm run replay-check -- [--rows N] [ELF…]`: the first rows of real programs, which replay works out
 * from the compiler's trace, against those of the interpreter, which is stepped with a memory: every
 * column of every row. Without ELFs: the prebuilt guests, the stateless one on the sample block, and
 * the benchmarks that are built. Ends with `N passed, N failed`.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBare, createZkvm, detectAbi } from '@hart/abi';
import {
  createRowOracle,
  createRun,
  type PlainRow,
  prepareReplay,
  type RowBatch,
  replayChunk,
  startMismatch,
  type TraceChunk,
} from '@hart/machine';
import { MNEMONICS, readElf } from '@hart/riscv';
import { encodeInput, readBlockFolder } from '@hart/stateless';
import { createTally } from './tally.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEFAULTS = ['guests/prebuilt/*.elf', '.cache/bench/tiny/*.elf'];
const COLUMNS = ['pc', 'rd', 'a', 'b', 'result', 'memoryAddress', 'memoryValue'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '2000000' } },
});
const rows = Number(values.rows);
const paths = positionals.length > 0 ? positionals : globSync(DEFAULTS, { cwd: ROOT });
const tally = createTally();
for (const path of paths.sort()) {
  const bytes = readFileSync(positionals.length > 0 ? path : `${ROOT}/${path}`);
  const started = performance.now();
  try {
    const { steps, problem } = compareRows(bytes, await inputOf(path));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    tally.check(path, problem, `${steps} rows, ${seconds} s`);
  } catch (error) {
    tally.check(path, (error as Error).message);
  }
}
tally.end();

/** The sample block for the stateless guest, a few bytes for others. */
async function inputOf(path: string): Promise<Uint8Array> {
  if (!basename(path).startsWith('stateless')) return Uint8Array.of(30);
  return encodeInput(await readBlockFolder(`${ROOT}/examples/sample-block`));
}

/** The traced chunks of a program, as far as rows are compared, are replayed one by one. */
function compareRows(bytes: Uint8Array, input: Uint8Array): { steps: number; problem?: string } {
  const elf = readElf(bytes);
  const world = () => (detectAbi(elf) === 'bare' ? createBare(elf) : createZkvm(input));
  const oracle = createRowOracle(createRun(elf, world(), { engine: 'interpreter' }));
  const program = prepareReplay(elf);
  const chunks: TraceChunk[] = [];
  const run = createRun(elf, world(), {
    trace: (chunk) => chunks.push({ ...chunk, values: chunk.values.slice() }),
  });
  run.advance(rows);
  if (run.outcome === undefined) run.flushTrace();

  let steps = 0;
  for (const [index, chunk] of chunks.entries()) {
    let problem: string | undefined;
    const result = replayChunk(program, chunk, (batch) => {
      problem ??= differenceOf(batch, oracle);
    });
    if (problem === undefined && !result.ok) problem = result.reason;
    const next = chunks[index + 1];
    if (result.ok && next !== undefined) problem ??= startMismatch(result.end, next);
    if (problem !== undefined) return { steps, problem: `chunk ${index}: ${problem}` };
    steps += chunk.steps;
  }
  return { steps, ...(steps !== run.steps && { problem: `${steps} of ${run.steps} steps` }) };
}

/** The first row that is not the interpreter's. */
function differenceOf(batch: RowBatch, oracle: () => PlainRow | undefined): string | undefined {
  for (let row = 0; row < batch.length; row++) {
    const expected = oracle();
    if (expected === undefined) return `row ${row}: the interpreter trapped`;
    const name = MNEMONICS[batch.op[row] as number];
    if (name !== expected.name) return `row ${row}: ${name}, expected ${expected.name}`;
    for (const column of COLUMNS) {
      const [found, wanted] = [batch[column][row], expected[column]];
      if (found !== wanted) return `row ${row}: ${column} of ${name} is ${found}, not ${wanted}`;
    }
  }
  return undefined;
}

/**
 * `npm run replay-check -- [--rows N] [ELF…]`: replays what the compiler traces of real programs. Every
 * column of the first rows must be what the interpreter does, which is stepped beside it; all chunks
 * must replay, and each must end where the next one starts. Without ELFs: the prebuilt guests, the
 * stateless one on the sample block, and the benchmarks that are built. Ends with `N passed, N failed`.
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
  type ReplayEnd,
  type RowBatch,
  replayChunk,
  startMismatch,
} from '@hart/machine';
import { MNEMONICS, readElf } from '@hart/riscv';
import { encodeInput } from '@hart/stateless';
import { readBlockFolder } from '@hart/stateless/node';
import { createTally } from './tally.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEFAULTS = ['guests/prebuilt/*.elf', '.cache/bench/tiny/*.elf'];
/** Longer runs are cut off. */
const MAX_STEPS = 400_000_000;
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
    const done = checkReplay(bytes, await inputOf(path));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    tally.check(
      path,
      undefined,
      `${done.rows} rows compared, ${done.steps} replayed, ${seconds} s`,
    );
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

/** Traces a program and replays every chunk; throws at the first thing that is not as it must be. */
function checkReplay(bytes: Uint8Array, input: Uint8Array): { rows: number; steps: number } {
  const elf = readElf(bytes);
  const world = () => (detectAbi(elf) === 'bare' ? createBare(elf) : createZkvm(input));
  const oracle = createRowOracle(createRun(elf, world(), { engine: 'interpreter' }));
  const program = prepareReplay(elf);
  let compared = 0;
  let end: ReplayEnd | undefined;
  const run = createRun(elf, world(), {
    trace(chunk) {
      const expect = (problem: string | undefined) => {
        if (problem !== undefined) throw new Error(`chunk ${chunk.index}: ${problem}`);
      };
      expect(end && startMismatch(end, chunk));
      const comparing = compared < rows;
      const result = replayChunk(program, chunk, (batch) => {
        if (comparing) expect(differenceOf(batch, oracle));
      });
      expect(result.ok ? undefined : result.reason);
      if (result.ok) end = result.end;
      if (comparing) compared += chunk.steps;
    },
  });
  run.advance(MAX_STEPS);
  if (run.outcome === undefined) run.flushTrace();
  const { pc, hart } = run;
  if (end?.pc !== pc || end.registers.some((value, x) => value !== hart.x[x])) {
    throw new Error('the last chunk does not end where the run did');
  }
  return { rows: compared, steps: run.steps };
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

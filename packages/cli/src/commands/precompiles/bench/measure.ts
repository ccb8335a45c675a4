import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '@hart/abi';
import type { Work } from '@hart/accelerators';
import { HartError } from '@hart/errors';
import { instructionCounts } from '@hart/profile';
import { readElf } from '@hart/riscv';
import type { Order } from '../../bench/engine/protocol.ts';
import { startWorker } from '../../bench/engine/start-worker.ts';
import type { Program, Workload } from './programs.ts';

const COUNTED: Order = { engine: 'aot', trace: false, maxSteps: 0 };
const TRACED: Order = { ...COUNTED, trace: true };

/** The deterministic part of a row. */
export interface Counts {
  steps: number;
  work: Work;
}

/** The part that depends on the machine, and the trace. */
export interface Times {
  samples: readonly number[];
  traceBytes: number;
}

/**
 * Runs a program once, counting its instructions and calls.
 *
 * @throws {HartError} BENCH_STOPPED; BENCH_OUTPUT if it does not answer what the workload's own code does
 */
export function countWork({ elf: path, library, level }: Program, workload: Workload): Counts {
  const guest = `${workload.workload} by ${library}, ${level}`;
  const elf = readElf(readFileSync(path));
  const { steps, outcome, output, profile, log, accelerators } = runProgram(elf, {
    abi: 'zkvm',
    input: workload.input,
    profile: true,
  });
  if (outcome.kind !== 'exit' || outcome.code !== 0) {
    const what = outcome.kind === 'exit' ? `exit ${outcome.code}` : outcome.kind;
    throw new HartError('BENCH_STOPPED', { guest, what: [what, log.trim()].join(' ').trim() });
  }
  checkOutput(guest, Buffer.from(output).toString('hex'), workload);
  if (profile === undefined) throw new Error('the run was profiled');
  const instructions = instructionCounts(profile, elf);
  const calls = new Map(accelerators.map(({ name, calls }) => [name, calls]));
  return { steps, work: { instructions, calls } };
}

const WARM_UPS = 4;

/**
 * Times a program in a process of its own: the first runs, one of them with the trace, only warm it up.
 *
 * @throws {HartError} BENCH_STOPPED, BENCH_OUTPUT
 */
export async function timeRuns(
  { elf, library, level }: Program,
  workload: Workload,
  runs: number,
): Promise<Times> {
  const guest = `${workload.workload} by ${library}, ${level}`;
  const folder = mkdtempSync(join(tmpdir(), 'hart-precompiles-'));
  const input = join(folder, 'input');
  writeFileSync(input, workload.input);
  const worker = startWorker(guest, { elf, block: null, input });
  try {
    const traced = await worker.run(TRACED);
    checkOutput(guest, traced.output, workload);
    for (let run = 0; run < WARM_UPS; run++) await worker.run(COUNTED);
    const samples: number[] = [];
    for (let run = 0; run < runs; run++) {
      const { seconds, output } = await worker.run(COUNTED);
      checkOutput(guest, output, workload);
      samples.push(seconds.compile + seconds.run);
    }
    return { samples, traceBytes: traced.traceBytes };
  } finally {
    worker.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All programs are compared with one expected output, and so with each other. */
function checkOutput(guest: string, found: string, workload: Workload): void {
  const expected = Buffer.from(workload.output).toString('hex');
  if (found === expected) return;
  const engine = 'the guest';
  throw new HartError('BENCH_OUTPUT', { guest, engine, found, other: 'noble', expected });
}

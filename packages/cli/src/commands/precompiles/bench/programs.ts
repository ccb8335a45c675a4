import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HartError } from '@hart/errors';
import type { Progress } from '../../../progress.ts';
import { runScript } from '../../bench/run-script.ts';
import type { Level } from './report.ts';

/** A guest: one library at one level, with the workloads that are wanted of it. */
export interface Program {
  library: string;
  about: string;
  level: Level;
  workloads: readonly string[];
  elf: string;
}

/** What `bench/precompiles/build.ts` prints. */
interface Built {
  tools: Record<string, string>;
  programs: readonly Program[];
}

/** A workload with its input and what an independent implementation answers. */
export interface Workload {
  workload: string;
  about: string;
  items: number;
  input: Uint8Array;
  output: Uint8Array;
}

const SCRIPTS = new URL('../../../../../../bench/precompiles/', import.meta.url);

/** Exit codes of the scripts that are not a failed build. */
const STATUS = { usage: 2, tools: 4 };

/**
 * Builds the guests of some workloads, of all if that is undefined.
 *
 * @throws {HartError} BENCH_NO_SOURCES, BENCH_TOOLS, BENCH_BUILD; USAGE for an unknown name
 */
export function buildPrograms(
  only: readonly string[] | undefined,
  progress: Progress,
  scripts = SCRIPTS,
): Promise<Built> {
  return run('build.ts', only, [], progress, scripts);
}

/** Inputs and expected outputs of some workloads; `few`: as little as shows a difference. Throws as above. */
export async function makeWorkloads(
  { only, few }: { only?: readonly string[] | undefined; few: boolean },
  progress: Progress,
  scripts = SCRIPTS,
): Promise<Workload[]> {
  type Inputs = Omit<Workload, 'input' | 'output'> & { input: string; output: string };
  const options = few ? ['--few'] : [];
  const inputs: Inputs[] = await run('inputs.ts', only, options, progress, scripts);
  return inputs.map(({ input, output, ...rest }) => ({
    ...rest,
    input: Buffer.from(input, 'hex'),
    output: Buffer.from(output, 'hex'),
  }));
}

/** Runs a script and reads the JSON that it prints. */
async function run<Result>(
  name: string,
  only: readonly string[] | undefined,
  options: readonly string[],
  progress: Progress,
  scripts: URL,
): Promise<Result> {
  const script = fileURLToPath(new URL(name, scripts));
  if (!existsSync(script)) throw new HartError('BENCH_NO_SOURCES', { path: script });
  const args = [script, ...options, ...(only === undefined ? [] : ['--only', only.join(',')])];
  const { status, stdout, said } = await runScript(args, progress);
  if (status === 0) return JSON.parse(stdout) as Result;
  if (status === STATUS.usage) throw new HartError('USAGE', { what: said });
  throw new HartError(status === STATUS.tools ? 'BENCH_TOOLS' : 'BENCH_BUILD', { why: said });
}

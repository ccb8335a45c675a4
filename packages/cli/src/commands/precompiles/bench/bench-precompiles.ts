import { availableParallelism, cpus, loadavg, release, type as systemName } from 'node:os';
import process from 'node:process';
import { COST_TABLES } from '@hart/accelerators';
import { HartError } from '@hart/errors';
import type { CommandResult, Invocation } from '../../../command.ts';
import { EXIT_CODES } from '../../../exit-code.ts';
import type { Progress } from '../../../progress.ts';
import { duration, grouped } from '../../../text.ts';
import { median } from '../../bench/statistics.ts';
import type { precompilesOptions } from '../options.ts';
import { claimsOf } from './claims.ts';
import { costsOf, summaryOf, TABLE_NAMES } from './costs.ts';
import { type Counts, countWork, type Times, timeRuns } from './measure.ts';
import { buildPrograms, makeWorkloads, type Program, type Workload } from './programs.ts';
import type { PrecompilesReport, Row } from './report.ts';
import { reportText } from './report-text.ts';
import { writeReport } from './write-report.ts';

const RUNS = 5;

/** `hart precompiles bench`. */
export async function benchPrecompiles({
  options: { only, runs = RUNS, write },
  progress,
}: Invocation<typeof precompilesOptions>): Promise<CommandResult> {
  if (write && only !== undefined) {
    throw new HartError('USAGE', {
      what: 'the report is about all workloads: --write without --only',
    });
  }
  const before = loadOfMinute();
  const { tools, programs } = await buildPrograms(only, progress);
  const workloads = await makeWorkloads({ only, few: false }, progress);
  const rows = await measureAll(programs, workloads, runs, progress);
  const report: PrecompilesReport = {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model ?? process.arch,
      cores: availableParallelism(),
      load: { before, after: loadOfMinute() },
      os: `${systemName()} ${release().split('.', 2).join('.')}`,
      node: process.versions.node,
      v8: process.versions.v8,
    },
    tools,
    runs,
    workloads: workloads.map(({ workload, about, items }) => ({ workload, about, items })),
    libraries: librariesOf(programs),
    tables: tableFacts(),
    rows,
    claims: claimsOf(rows),
  };
  if (write) writeReport(report);
  return { exitCode: EXIT_CODES.OK.code, data: report, stdout: reportText(report) };
}

async function measureAll(
  programs: readonly Program[],
  workloads: readonly Workload[],
  runs: number,
  progress: Progress,
): Promise<Row[]> {
  const tasks = workloads.flatMap((workload) =>
    programs
      .filter((program) => program.workloads.includes(workload.workload))
      .map((program) => ({ workload, program })),
  );
  const measured: { task: (typeof tasks)[number]; counts: Counts; times: Times }[] = [];
  for (const task of tasks) {
    const { workload, program } = task;
    const name = `${workload.workload}, ${program.library}, ${program.level}`;
    progress.show(`measuring ${name}`, measured.length / tasks.length);
    const counts = countWork(program, workload);
    const times = await timeRuns(program, workload, runs);
    measured.push({ task, counts, times });
    const each = grouped(Math.round(counts.steps / workload.items));
    progress.note(`${name}: ${each} steps, ${duration(median(times.samples) / workload.items)}`);
  }
  const costs = costsOf(
    measured.map(({ task, counts: { work } }) => ({
      workload: task.workload.workload,
      level: task.program.level,
      work,
    })),
  );
  return measured.map(({ task: { workload, program }, counts, times }, index): Row => {
    const { steps, work } = counts;
    const rowCosts = costs[index] as Row['costs'];
    return {
      workload: workload.workload,
      library: program.library,
      level: program.level,
      items: workload.items,
      steps,
      calls: [...work.calls.values()].reduce((sum, times) => sum + times, 0),
      callsByName: Object.fromEntries(work.calls),
      seconds: median(times.samples),
      ...times,
      cost: summaryOf(rowCosts),
      costs: rowCosts,
    };
  });
}

function librariesOf(programs: readonly Program[]): PrecompilesReport['libraries'] {
  const abouts = new Map(programs.map(({ library, about }) => [library, about]));
  return [...abouts].map(([library, about]) => ({ library, about }));
}

function tableFacts(): PrecompilesReport['tables'] {
  return Object.fromEntries(
    TABLE_NAMES.map((table) => {
      const { name, version, source, unit, notes } = COST_TABLES[table];
      return [table, { name, version, source, unit, notes }];
    }),
  ) as PrecompilesReport['tables'];
}

function loadOfMinute(): number {
  return loadavg()[0] ?? 0;
}

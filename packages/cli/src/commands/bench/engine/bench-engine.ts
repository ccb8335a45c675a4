import { availableParallelism, cpus, loadavg, release, type as systemName } from 'node:os';
import process from 'node:process';
import { HartError } from '@hart/errors';
import type { CommandResult, Invocation } from '../../../command.ts';
import { EXIT_CODES } from '../../../exit-code.ts';
import type { benchOptions } from '../options.ts';
import { measureGuest, type TimedPeer } from './measure.ts';
import { type Peer, timeStart } from './peers.ts';
import { findPrograms, type Program, type Programs } from './programs.ts';
import { barsOf, type EngineReport, figuresOf } from './report.ts';
import { guestLine, reportText } from './report-text.ts';
import { writeReport } from './write-report.ts';

const RUNS = 5;

/** `hart bench engine`. */
export async function benchEngine({
  options,
  progress,
}: Invocation<typeof benchOptions>): Promise<CommandResult> {
  const { runs = RUNS } = options;
  if (options.write && options.guests !== undefined) {
    throw new HartError('USAGE', {
      what: 'the report is about all guests: --write without --guests',
    });
  }
  const before = loadOfMinute();
  const { programs, empty, versions, leftOut } = await findPrograms(options.guests, progress);
  const start = {
    native: startOf(empty, versions, 'native'),
    qemu: startOf(empty, versions, 'qemu'),
  };

  const guests: EngineReport['guests'][number][] = [];
  for (const program of programs) {
    progress.show(`measuring ${program.name}`, guests.length / programs.length);
    const peers = peersOf(program, versions).map(
      (peer): TimedPeer => ({ ...peer, start: start[peer.name] ?? 0 }),
    );
    const samples = await measureGuest(program, { peers, runs });
    const guest = { ...samples, figures: figuresOf(samples) };
    guests.push(guest);
    progress.note(guestLine(guest));
  }
  const report: EngineReport = {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model ?? process.arch,
      cores: availableParallelism(),
      load: { before, after: loadOfMinute() },
      os: `${systemName()} ${release().split('.', 2).join('.')}`,
      node: process.versions.node,
      v8: process.versions.v8,
      ...versions,
    },
    runs,
    start,
    guests,
    bars: barsOf(guests),
    leftOut,
  };
  if (options.write) writeReport(report);
  return { exitCode: EXIT_CODES.OK.code, data: report, stdout: reportText(report) };
}

function loadOfMinute(): number {
  return loadavg()[0] ?? 0;
}

/** The peers that can run this guest: none for a block. */
function peersOf(
  { kind, work, native }: Pick<Program, 'kind' | 'work' | 'native'>,
  { qemu }: Programs['versions'],
): Peer[] {
  if (kind === 'block') return [];
  return [
    ...(native === null ? [] : [{ name: 'native', command: [native] } as const]),
    ...(qemu === null ? [] : [{ name: 'qemu', command: ['qemu-riscv64', work.elf] } as const]),
  ];
}

/** Seconds that the peer takes for a program without work; null if it is not there. */
function startOf(
  empty: Programs['empty'],
  versions: Programs['versions'],
  name: Peer['name'],
): number | null {
  if (empty === null) return null;
  const program = {
    kind: 'c',
    work: { elf: empty.elf, block: null, input: null },
    native: empty.native,
  } as const;
  const peer = peersOf(program, versions).find((candidate) => candidate.name === name);
  return peer === undefined ? null : timeStart(peer);
}

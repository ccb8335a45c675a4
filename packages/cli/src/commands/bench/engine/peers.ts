import { spawnSync } from 'node:child_process';
import { HartError } from '@hart/errors';
import { median } from '../statistics.ts';

/** A foreign way to run a guest. */
export interface Peer {
  name: 'native' | 'qemu';
  /** Program and arguments. */
  command: readonly [string, ...string[]];
}

const START_RUNS = 9;

/** Wall seconds of a whole process, and what it wrote. Throws BENCH_STOPPED. */
export function timePeer(
  guest: string,
  { name, command }: Peer,
): { seconds: number; output: string } {
  const [program, ...args] = command;
  const start = performance.now();
  const { status, signal, stdout } = spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'latin1',
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) {
    const what = `${name} ended with ${signal ?? status}`;
    throw new HartError('BENCH_STOPPED', { guest, what });
  }
  return { seconds, output: Buffer.from(stdout, 'latin1').toString('hex') };
}

/** Median wall seconds of a process that does nothing: what starting and ending one costs. */
export function timeStart(peer: Peer): number {
  return median(Array.from({ length: START_RUNS }, () => timePeer('empty', peer).seconds));
}

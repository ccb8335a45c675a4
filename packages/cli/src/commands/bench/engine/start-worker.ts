import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { HartError } from '@hart/errors';
import type { Order, Sample, Work } from './protocol.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** A process that runs one program as often as it is asked to. */
export interface BenchWorker {
  /** @throws {HartError} BENCH_STOPPED if the guest does not exit with 0 or reach the order's limit */
  run(order: Order): Promise<Sample>;
  stop(): void;
}

/** Starts a fresh process for a program; `name` is for errors. */
export function startWorker(name: string, work: Work): BenchWorker {
  const child = fork(WORKER, [JSON.stringify(work)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = once(child, 'exit').then(([code, signal]) => {
    const what = `its process ended with ${signal ?? code}`;
    throw new HartError('BENCH_STOPPED', { guest: name, what });
  });
  // heard of by the run that waits; a process that is stopped in peace is nobody's failure
  gone.catch(() => {});
  return {
    async run(order) {
      child.send(order);
      const [sample] = (await Promise.race([once(child, 'message'), gone])) as [Sample];
      if (sample.ended !== 'exit 0' && !(order.maxSteps > 0 && sample.ended === 'limit')) {
        throw new HartError('BENCH_STOPPED', { guest: name, what: sample.ended });
      }
      return sample;
    },
    stop() {
      child.kill('SIGKILL');
    },
  };
}

/** Node's counterpart of `web-worker.ts`: a thread that does one job. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, perform } from './perform.ts';

const { job, files } = workerData as { job: Job; files: ReadonlyMap<string, string> };
parentPort?.postMessage(
  await perform(job, async (name) => new Uint8Array(readFileSync(files.get(name) as string))),
);

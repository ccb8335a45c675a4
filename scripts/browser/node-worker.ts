/** Node's counterpart of `web-worker.ts`: a thread that does one job. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, perform, type ReadFile } from './perform.ts';

const { job, files } = workerData as {
  job: Job;
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
};
const read: ReadFile = async (name) => files.get(name) as Uint8Array<ArrayBuffer>;
parentPort?.postMessage(await perform(job, read));

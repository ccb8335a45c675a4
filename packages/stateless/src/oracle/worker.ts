import { parentPort } from 'node:worker_threads';
import type { BlockInput } from '../encode-input.ts';
import { runOracle } from './run-oracle.ts';

// Whatever is thrown or rejected here, awaited or not, ends the thread and reaches its owner.
parentPort?.on('message', async (input: BlockInput) => {
  parentPort?.postMessage(await runOracle(input));
});

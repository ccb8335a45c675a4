/** The worker in the browser: does the one job that it is sent. */
import { type Job, perform, type ReadFile } from './perform.ts';

const read: ReadFile = async (name) => {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

self.addEventListener('message', async ({ data }: MessageEvent<Job>) => {
  try {
    self.postMessage({ answer: await perform(data, read) });
  } catch (error) {
    self.postMessage({ problem: String((error as Error).stack) });
  }
});

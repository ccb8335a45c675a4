import { Worker } from 'node:worker_threads';

/** Ends the process when a piece of work takes far too long, which a blocked thread cannot do itself. */
export interface Watchdog {
  /** The work that begins now, and the lines to print if it does not end. */
  begin(lines: string): void;
  end(): void;
  close(): Promise<void>;
}

const SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
let timer;
parentPort.on('message', (lines) => {
  clearTimeout(timer);
  if (lines === undefined) return;
  timer = setTimeout(() => {
    writeSync(1, lines);
    process.kill(process.pid, 'SIGKILL');
  }, workerData);
});
`;

/** Kills the process `milliseconds` after the last `begin` without an `end`. */
export function createWatchdog(milliseconds: number): Watchdog {
  const worker = new Worker(SOURCE, { eval: true, workerData: milliseconds });
  worker.unref();
  return {
    begin: (lines) => worker.postMessage(lines),
    end: () => worker.postMessage(undefined),
    close: async () => void (await worker.terminate()),
  };
}

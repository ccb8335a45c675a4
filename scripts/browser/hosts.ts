import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { Worker as NodeWorker } from 'node:worker_threads';
import { chromium } from 'playwright-core';
import type { Answers, Job } from './perform.ts';

/** Something that does jobs, each in a fresh worker. */
export interface Host {
  readonly version: string;
  perform<J extends Job>(job: J): Promise<Answers[J['kind']]>;
  close(): Promise<void>;
}

/** Milliseconds. */
const PAGE_TIMEOUT = 120_000;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of Chromium or Chrome: `$CHROMIUM`, else the first in `PATH`; undefined if there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM;
  const candidates = NAMES.flatMap((name) =>
    PATH.split(delimiter).map((folder) => join(folder, name)),
  );
  return candidates.find((path) => existsSync(path));
}

export interface ChromiumHost extends Host {
  /** Opens the example page, presses its button and gives the verdict that it shows. */
  pressStart(): Promise<string>;
}

/** Headless Chromium with its own flags. Jobs run in Web Workers of a page of the site at `url`. */
export async function createChromiumHost(
  executablePath: string,
  url: string,
): Promise<ChromiumHost> {
  const browser = await chromium.launch({ executablePath });
  const page = await browser.newPage();
  await page.goto(`${url}empty.html`);
  return {
    version: `Chromium ${browser.version()}`,
    async perform<J extends Job>(job: J) {
      const { answer, problem } = await page.evaluate(performInWorker, job as Job);
      if (problem !== undefined) throw new Error(problem);
      return answer as Answers[J['kind']];
    },
    async pressStart() {
      const example = await browser.newPage();
      await example.goto(url);
      await example.getByRole('button').click();
      const verdict = example.getByRole('status').filter({ hasNotText: 'validating' });
      const text = await verdict.textContent({ timeout: PAGE_TIMEOUT });
      await example.close();
      return text ?? '';
    },
    close: () => browser.close(),
  };
}

/** Runs in the page. */
function performInWorker(job: Job): Promise<{ answer?: unknown; problem?: string }> {
  const worker = new Worker('/web-worker.js', { type: 'module' });
  const done = new Promise<{ answer?: unknown; problem?: string }>((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ problem: message });
    worker.postMessage(job);
  });
  return done.finally(() => worker.terminate());
}

/** This Node. `files` are the site's files by name. */
export function createNodeHost(files: ReadonlyMap<string, Uint8Array>): Host {
  return {
    version: `Node ${process.version}`,
    perform<J extends Job>(job: J) {
      const url = new URL('./node-worker.ts', import.meta.url);
      const worker = new NodeWorker(url, { workerData: { job, files } });
      return new Promise<Answers[J['kind']]>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    },
    close: async () => {},
  };
}

import { Worker } from 'node:worker_threads';
import { HartError } from '@hart/errors';
import { type BlockInput, checkChainId } from '../encode-input.ts';
import { checkHash } from '../internal/hash-argument.ts';
import type { OracleVerdict } from './run-oracle.ts';

export interface OracleOptions {
  /** Default 300. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

/** The worker that waits for the next block; starting one costs most of a second. */
let idle: Worker | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Validates a block with EthereumJS: slow, and written by others, which makes it the oracle of the
 * guest. Same meaning of the verdict and the same reasons, as far as the library lets them be told
 * apart.
 *
 * It runs in a worker thread of its own, one block after the other. The library can wait for itself
 * for ever or reject a promise that nobody holds, and only from outside can both be stopped.
 *
 * @throws ORACLE_TIMEOUT, ORACLE_FAILED, CHAIN_ID_RANGE, HASH_MALFORMED; and the reason of `signal`
 * @example
 * const { agree: same } = agree(report.verdict, await validateWithOracle(block));
 */
export function validateWithOracle(
  input: BlockInput,
  options: OracleOptions = {},
): Promise<OracleVerdict> {
  const result = queue.then(() => runInWorker(input, options));
  queue = result.catch(() => undefined);
  return result;
}

async function runInWorker(input: BlockInput, options: OracleOptions): Promise<OracleVerdict> {
  const { chainId, blockRlp, witness, trustedPreStateRoot: root } = input;
  const { timeoutSeconds = 300, signal } = options;
  const job: BlockInput = {
    chainId: checkChainId(chainId),
    blockRlp,
    witness,
    ...(root && { trustedPreStateRoot: checkHash('The trusted pre-state root', root) }),
  };
  signal?.throwIfAborted();
  idle ??= startWorker();
  const worker = idle;
  const end = new AbortController();
  worker.ref();
  try {
    return await new Promise<OracleVerdict>((resolve, reject) => {
      const fail = (why: string, cause?: unknown): void =>
        reject(new HartError('ORACLE_FAILED', { why }, { cause }));
      const timer = setTimeout(
        () => reject(new HartError('ORACLE_TIMEOUT', { seconds: timeoutSeconds })),
        timeoutSeconds * 1000,
      );
      end.signal.addEventListener('abort', () => clearTimeout(timer));
      signal?.addEventListener('abort', () => reject(signal.reason), { signal: end.signal });
      const listen = (event: string, handle: (value: unknown) => void): void => {
        worker.once(event, handle);
        end.signal.addEventListener('abort', () => worker.off(event, handle));
      };
      listen('message', (verdict) => resolve(verdict as OracleVerdict));
      listen('error', (error) => fail(messageOf(error), error));
      listen('exit', (code) => fail(`its thread ended with code ${code}`));
      worker.postMessage(job);
    });
  } catch (error) {
    forget(worker);
    await worker.terminate();
    throw error;
  } finally {
    end.abort();
    worker.unref();
  }
}

function startWorker(): Worker {
  // Sources run as they are; the published package has its files compiled.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url));
  // A promise that is rejected after the verdict must not take the process down.
  worker.on('error', () => forget(worker));
  worker.on('exit', () => forget(worker));
  return worker;
}

function forget(worker: Worker): void {
  if (idle === worker) idle = undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

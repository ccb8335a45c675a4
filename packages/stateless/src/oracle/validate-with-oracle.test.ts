import { isHartError } from '@hart/errors';
import { describe, expect, it } from 'vitest';
import { encodeRlp } from '../internal/rlp.ts';
import { announceBlocks, hasBlocks, realBlock } from '../internal/test-data.ts';
import { runOracle } from './run-oracle.ts';
import { validateWithOracle } from './validate-with-oracle.ts';

const NOTHING = {
  chainId: 1,
  blockRlp: encodeRlp([]),
  witness: { headers: [], codes: [], state: [] },
};

/** Takes seconds: each entry is hashed. */
const LONG = {
  ...NOTHING,
  witness: { headers: [], codes: [], state: new Array(300_000).fill(new Uint8Array(600)) },
};

async function codeOf(result: Promise<unknown>): Promise<string | undefined> {
  const error = await result.catch((e) => e);
  return isHartError(error) ? error.code : undefined;
}

describe('validateWithOracle', () => {
  it('gives a verdict on a block that is none', async () => {
    const { status, reason } = await validateWithOracle(NOTHING);
    expect([status, reason?.name]).toEqual(['invalid', 'block-malformed']);
  });

  it('refuses arguments that are none', async () => {
    expect(await codeOf(validateWithOracle({ ...NOTHING, chainId: -1 }))).toBe('HART4013');
    expect(await codeOf(validateWithOracle({ ...NOTHING, trustedPreStateRoot: '0x1' }))).toBe(
      'HART4012',
    );
  });

  it('stops the library when its time is over, and goes on with a new one', async () => {
    const late = validateWithOracle(LONG, { timeoutSeconds: 0.1 });
    const next = validateWithOracle(NOTHING);
    expect(await codeOf(late)).toBe('HART4031');
    expect((await next).status).toBe('invalid');
  });

  it('reports a breakdown of the library', async () => {
    // Not a witness at all, which the types forbid: the error appears inside the thread.
    const broken = { ...NOTHING, witness: { headers: [], codes: [], state: 5 as never } };
    expect(await codeOf(validateWithOracle(broken))).toBe('HART4030');
    expect((await validateWithOracle(NOTHING)).status).toBe('invalid');
  });

  it('can be called off', async () => {
    const early = validateWithOracle(NOTHING, { signal: AbortSignal.abort(new Error('enough')) });
    await expect(early).rejects.toThrow('enough');
    const during = new AbortController();
    const result = validateWithOracle(LONG, { signal: during.signal });
    setTimeout(() => during.abort(new Error('stop')), 100);
    await expect(result).rejects.toThrow('stop');
  });
});

announceBlocks('the oracle in its thread on a real block');
describe.skipIf(!hasBlocks)('validateWithOracle on a real block', () => {
  it('agrees with the oracle in this thread', { timeout: 30_000 }, async () => {
    const block = await realBlock('mainnet-21429020');
    const [{ seconds, ...inWorker }, here] = await Promise.all([
      validateWithOracle(block),
      runOracle(block),
    ]);
    expect(here).toEqual({ ...inWorker, seconds: expect.any(Number) });
    expect(seconds).toBeGreaterThan(0);
  });
});

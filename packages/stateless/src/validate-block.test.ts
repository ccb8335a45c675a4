import { isHartError } from '@hart/errors';
import { describe, expect, it } from 'vitest';
import { encodeInput } from './encode-input.ts';
import { GUEST_NAMES } from './guest.ts';
import { fromHex, type Hex } from './internal/hex.ts';
import { encodeRlp } from './internal/rlp.ts';
import type { ReasonName } from './reason.ts';
import { REASONS } from './reason.ts';
import { type GuestResult, type GuestRunner, validateBlock } from './validate-block.ts';

const BLOCK = {
  chainId: 1,
  blockRlp: encodeRlp([[], [], []]),
  witness: { headers: [], codes: [], state: [] },
};
const HASH: Hex = `0x${'ab'.repeat(32)}`;
const OTHER: Hex = `0x${'cd'.repeat(32)}`;
const elf = new Uint8Array(4);

function verdictOutput(status: number, reason?: ReasonName, detail = ''): Uint8Array {
  const bytes = new Uint8Array(124);
  bytes.set([1, status]);
  bytes.set(fromHex(HASH) as Uint8Array, 2);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(98, 1n, true);
  view.setBigUint64(106, 7n, true);
  view.setBigUint64(114, 3_000_000n, true);
  view.setUint16(122, reason ? REASONS[reason].code : 0, true);
  return Uint8Array.of(...bytes, ...new TextEncoder().encode(detail));
}

/** A machine that answers at once, so that only this package is tested. */
function answering(
  result: Partial<GuestResult>,
  seen: Parameters<GuestRunner>[] = [],
): GuestRunner {
  return (...call) => {
    seen.push(call);
    return {
      outcome: { kind: 'exit', code: 0 },
      steps: 1000,
      output: verdictOutput(1),
      log: '',
      seconds: { load: 0.1, compile: 0.2, run: 0.5 },
      ...result,
    };
  };
}

async function failure(result: Partial<GuestResult>) {
  const error = await validateBlock(BLOCK, { elf, runner: answering(result) }).catch((e) => e);
  return isHartError(error) ? error : undefined;
}

describe('validateBlock', () => {
  it('gives the guest the payload and reports the verdict', async () => {
    const calls: Parameters<GuestRunner>[] = [];
    const report = await validateBlock(BLOCK, {
      elf,
      runner: answering({}, calls),
      expectedHash: HASH,
      engine: 'interpreter',
      maxSteps: 5,
    });
    expect(calls).toEqual([
      [elf, { abi: 'zkvm', input: encodeInput(BLOCK), engine: 'interpreter', maxSteps: 5 }],
    ]);
    expect(report).toMatchObject({
      valid: true,
      onTrustedPreState: false,
      number: 7,
      hash: HASH,
      expectedHash: HASH,
      gasUsed: 3_000_000,
      guest: 'rust',
      steps: 1000,
      seconds: { load: 0.1, compile: 0.2, run: 0.5, encode: expect.any(Number) },
      mgasPerSecond: 6,
    });
    expect(report).not.toHaveProperty('reason');
    const { verdict: _, ...data } = report;
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  it('runs each guest in the environment that it is built for', async () => {
    const calls: Parameters<GuestRunner>[] = [];
    for (const guest of GUEST_NAMES) {
      const report = await validateBlock(BLOCK, { elf, guest, runner: answering({}, calls) });
      expect(report.guest).toBe(guest);
    }
    expect(calls.map(([, { abi, variables }]) => [abi, variables?.includes('GOGC=off')])).toEqual([
      ['zkvm', undefined],
      ['linux-advanced', true],
      ['zkvm', undefined],
    ]);
  });

  it('refuses a valid block that is not the expected one', async () => {
    const report = await validateBlock(BLOCK, { elf, runner: answering({}), expectedHash: OTHER });
    expect(report).toMatchObject({ valid: false, reason: 'hash mismatch', refusedBy: 'hash' });
    expect(report).toMatchObject({ hash: HASH, expectedHash: OTHER });
  });

  it('takes the expected hash in upper case', async () => {
    const expectedHash = HASH.toUpperCase().replace('0X', '0x') as Hex;
    const report = await validateBlock(BLOCK, { elf, runner: answering({}), expectedHash });
    expect(report.valid).toBe(true);
  });

  it('names the rule before the hash', async () => {
    const output = verdictOutput(0, 'missing-node', '0x12');
    const runner = answering({ output });
    const report = await validateBlock(BLOCK, { elf, runner, expectedHash: OTHER });
    expect(report).toMatchObject({
      valid: false,
      reason: 'missing-node: 0x12',
      refusedBy: 'rule',
    });
  });

  it('says when a verdict rests on a trusted pre-state', async () => {
    const runner = answering({ output: verdictOutput(2) });
    const report = await validateBlock(BLOCK, { elf, runner, expectedHash: HASH });
    expect(report).toMatchObject({ valid: true, onTrustedPreState: true });
  });

  it('has no speed where no time passed', async () => {
    const seconds = { load: 0, compile: 0, run: 0 };
    const report = await validateBlock(BLOCK, { elf, runner: answering({ seconds }) });
    expect(report.mgasPerSecond).toBe(0);
  });

  it.each<[string, Partial<GuestResult>]>([
    ['a panic', { outcome: { kind: 'exit', code: 101 }, log: 'first\npanicked at x.rs\n' }],
    ['a trap', { outcome: { kind: 'trap', cause: 'load-access-fault', pc: 0x80000010n } }],
    ['a limit', { outcome: { kind: 'limit', limit: 'steps', value: 5 } }],
  ])('throws for %s, with the result as the cause', async (_, result) => {
    const error = await failure(result);
    expect(error?.code).toBe('HART4011');
    expect(error?.cause).toMatchObject(result);
  });

  it('throws for an output that is no verdict', async () => {
    expect((await failure({ output: new Uint8Array(3) }))?.code).toBe('HART4009');
  });

  it('throws for an expected hash that is none', async () => {
    const error = await validateBlock(BLOCK, { elf, expectedHash: '0x12' }).catch((e) => e);
    expect(error.code).toBe('HART4012');
  });
});

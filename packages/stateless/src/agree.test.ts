import { describe, expect, it } from 'vitest';
import { agree } from './agree.ts';
import { createReason } from './reason.ts';
import type { Verdict } from './verdict.ts';

const VALID: Verdict = {
  status: 'valid',
  hash: '0x01',
  preStateRoot: '0x02',
  postStateRoot: '0x03',
  chainId: 1n,
  number: 5n,
  gasUsed: 21000n,
};
const INVALID: Verdict = {
  ...VALID,
  status: 'invalid',
  reason: createReason('missing-node', '0x12'),
};

describe('agree', () => {
  it('accepts equal verdicts', () => {
    const same = { agree: true, sameReason: true, differences: [] };
    expect(agree(VALID, { ...VALID })).toEqual(same);
    expect(agree(INVALID, { ...INVALID, gasUsed: 0n })).toEqual(same);
  });

  it('lets refusals differ in their reason, and says so', () => {
    const other = { ...INVALID, reason: createReason('state-root-mismatch', '') };
    expect(agree(INVALID, other)).toEqual({ agree: true, sameReason: false, differences: [] });
  });

  it('names each field in which two acceptances differ', () => {
    const other = { ...VALID, gasUsed: 21001n, postStateRoot: '0x04' as const };
    expect(agree(VALID, other)).toEqual({
      agree: false,
      sameReason: true,
      differences: ['gasUsed: 21000 and 21001', 'postStateRoot: 0x03 and 0x04'],
    });
  });

  it('tells an acceptance from a refusal and a proven pre-state from a trusted one', () => {
    expect(agree(VALID, INVALID)).toMatchObject({ agree: false, sameReason: false });
    const trusted: Verdict = { ...VALID, status: 'valid-on-trusted-pre-state' };
    expect(agree(VALID, trusted).agree).toBe(false);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { isHartError } from '@hart/errors';
import { describe, expect, it } from 'vitest';
import { REASONS, reasonName, reasonText } from './reason.ts';
import { decodeOutput } from './verdict.ts';

/** The guest's output, written by hand after the description in the book. */
function output(status: number, code: number, detail = ''): Uint8Array {
  const text = new TextEncoder().encode(detail);
  const bytes = new Uint8Array(124 + text.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  bytes[1] = status;
  bytes.fill(0xaa, 2, 34).fill(0xbb, 34, 66).fill(0xcc, 66, 98);
  view.setBigUint64(98, 2n ** 64n - 1n, true);
  view.setBigUint64(106, 22615247n, true);
  view.setBigUint64(114, 1331413n, true);
  view.setUint16(122, code, true);
  bytes.set(text, 124);
  return bytes;
}

function codeOf(bytes: Uint8Array): string | undefined {
  try {
    decodeOutput(bytes);
    return undefined;
  } catch (error) {
    return isHartError(error) ? error.code : String(error);
  }
}

describe('decodeOutput', () => {
  it('reads a valid block', () => {
    expect(decodeOutput(output(1, 0))).toEqual({
      status: 'valid',
      hash: `0x${'aa'.repeat(32)}`,
      preStateRoot: `0x${'bb'.repeat(32)}`,
      postStateRoot: `0x${'cc'.repeat(32)}`,
      chainId: 2n ** 64n - 1n,
      number: 22615247n,
      gasUsed: 1331413n,
    });
    expect(decodeOutput(output(2, 0)).status).toBe('valid-on-trusted-pre-state');
  });

  it('reads a refusal with its detail', () => {
    const { status, reason } = decodeOutput(output(0, 12, '0x8a3d… (account 0xc8…)'));
    expect(status).toBe('invalid');
    expect(reason).toEqual({ name: 'missing-node', code: 12, detail: '0x8a3d… (account 0xc8…)' });
    expect(reason && reasonText(reason)).toBe('missing-node: 0x8a3d… (account 0xc8…)');
    expect(decodeOutput(output(0, 16)).reason?.detail).toBe('');
  });

  it('reads a view into a larger buffer', () => {
    const large = new Uint8Array(300);
    large.set(output(1, 0), 7);
    expect(decodeOutput(large.subarray(7, 131)).gasUsed).toBe(1331413n);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['too little', output(1, 0).subarray(0, 123)],
    ['another version', Uint8Array.of(2, ...output(1, 0).subarray(1))],
    ['an unknown status', output(3, 0)],
    ['an unknown reason', output(0, 999)],
    ['a refusal without a reason', output(0, 0)],
    ['an acceptance with a reason', output(1, 12)],
    ['an acceptance with a detail', output(1, 0, 'but')],
    ['a detail that is no UTF-8', Uint8Array.of(...output(0, 12), 0xff)],
  ])('refuses %s', (_, bytes) => {
    expect(codeOf(bytes)).toBe('HART4009');
  });
});

describe('the table of reasons', () => {
  it('has every code once', () => {
    const codes = Object.values(REASONS).map(({ code }) => code);
    expect(codes).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
    expect(reasonName(12)).toBe('missing-node');
    expect(reasonName(0)).toBeUndefined();
  });

  const table = new URL('../../../guests/stateless/src/reason.rs', import.meta.url);
  it.skipIf(!existsSync(table))('is the one of the guest', () => {
    const rows = readFileSync(table, 'utf8').matchAll(/^\s*(\d+) \w+ "([a-z-]+)"$/gm);
    const guest = Object.fromEntries([...rows].map(([, code, name]) => [name, Number(code)]));
    const host = Object.entries(REASONS).map(([name, { code }]) => [name, code]);
    expect(guest).toEqual(Object.fromEntries(host));
  });
});

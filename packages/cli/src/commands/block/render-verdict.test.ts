import type { BlockReport, ReasonName } from '@hart/stateless';
import { REASONS } from '@hart/stateless';
import { expect, test } from 'vitest';
import { checksOf } from './checks.ts';
import { renderVerdict } from './render-verdict.ts';

const hash = (digit: string): `0x${string}` => `0x${digit.repeat(64)}`;

function reportOf(changes: Partial<BlockReport> = {}): BlockReport {
  const roots = { hash: hash('a'), preStateRoot: hash('b'), postStateRoot: hash('c') };
  return {
    ...roots,
    valid: true,
    onTrustedPreState: false,
    number: 21077746,
    expectedHash: hash('a'),
    gasUsed: 26_999_981,
    guest: 'rust',
    accelerators: 'plain',
    calls: [],
    steps: 1_500_000_000,
    seconds: { encode: 0.02, load: 0.01, compile: 0.4, run: 0.5 },
    mgasPerSecond: 54,
    verdict: { ...roots, status: 'valid', chainId: 1n, number: 21077746n, gasUsed: 26_999_981n },
    ...changes,
  };
}

function refused(name: ReasonName, detail: string): BlockReport {
  const reason = { name, code: REASONS[name].code, detail };
  const { verdict } = reportOf();
  return reportOf({
    valid: false,
    refusedBy: 'rule',
    reason: `${name}: ${detail}`,
    verdict: { ...verdict, status: 'invalid', reason },
  });
}

const render = (report: BlockReport) => renderVerdict(report, checksOf(report), 1n, undefined);

test('a valid block shows what was checked', () => {
  expect(render(reportOf())).toMatchInlineSnapshot(`
    "mainnet block 21077746: VALID
      hash          0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      state before  0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      state after   0xcccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
      gas used      26,999,981
      steps         1,500,000,000 RISC-V instructions
      time          encode 20 ms, load 10 ms, compile 400 ms, run 500 ms
      speed         3,000 MHz, 54.0 Mgas/s

    checked
      ok  block hash is the expected one
      ok  block, transactions and witness decode; chain and fork are known
      ok  header against its parent, whose state root is the state before
      ok  transactions root, withdrawals root, no ommers
      ok  signatures of all transactions
      ok  execution of all transactions and system calls
      ok  every state node, code and ancestor header that was needed is in the witness
      ok  gas used, blob gas used
      ok  receipts root, logs bloom
      ok  requests hash (from Prague on)
      ok  state root after the block
    "
  `);
});

test('a refusal names the rule', () => {
  expect(render(refused('missing-node', hash('d')))).toMatchInlineSnapshot(`
    "mainnet block 21077746: INVALID
      hash          0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      reason        missing-node: 0xdddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
      state before  0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      state after   0xcccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
      gas used      26,999,981
      steps         1,500,000,000 RISC-V instructions
      time          encode 20 ms, load 10 ms, compile 400 ms, run 500 ms
      speed         3,000 MHz, 54.0 Mgas/s

    checked
      FAIL  every state node, code and ancestor header that was needed is in the witness
    "
  `);
});

test('every reason belongs to one check', () => {
  for (const name of Object.keys(REASONS) as ReasonName[]) {
    expect(checksOf(refused(name, '')), name).toHaveLength(1);
  }
});

test('another block than the expected one is refused', () => {
  const report = reportOf({ valid: false, refusedBy: 'hash', expectedHash: hash('e') });
  expect(checksOf(report)[0]).toEqual({ status: 'FAIL', what: 'block hash is the expected one' });
});

test('a trusted pre-state is no checked header', () => {
  const skipped = checksOf(reportOf({ onTrustedPreState: true })).filter(
    ({ status }) => status === 'not checked',
  );
  expect(skipped).toHaveLength(1);
  expect(render(reportOf({ onTrustedPreState: true }))).toContain('if the given state');
});

test('the oracle’s opinion is one line', () => {
  const report = reportOf();
  const agreement = { agree: true, sameReason: true, differences: [], valid: true, seconds: 1.25 };
  expect(renderVerdict(report, [], 1n, agreement)).toContain('EthereumJS agrees: valid (1.3 s)');
});

import type { BlockReport, ReasonName } from '@hart/stateless';

/** What a validation establishes, in the order in which the guest gets there. */
const CHECKS = [
  {
    what: 'block, transactions and witness decode; chain and fork are known',
    reasons: [
      'input-malformed',
      'unsupported-chain',
      'unsupported-fork',
      'block-malformed',
      'node-malformed',
    ],
  },
  {
    what: 'header against its parent, whose state root is the state before',
    reasons: ['parent-header-missing', 'header-invalid'],
    needsParent: true,
  },
  {
    what: 'transactions root, withdrawals root, no ommers',
    reasons: ['transactions-root-mismatch', 'withdrawals-root-mismatch', 'ommers-not-empty'],
  },
  { what: 'signatures of all transactions', reasons: ['signature-invalid'] },
  {
    what: 'execution of all transactions and system calls',
    reasons: ['transaction-invalid', 'execution-failed', 'system-call-failed'],
  },
  {
    what: 'every state node, code and ancestor header that was needed is in the witness',
    reasons: ['missing-node', 'missing-code', 'missing-ancestor-header'],
  },
  { what: 'gas used, blob gas used', reasons: ['gas-used-mismatch', 'blob-gas-mismatch'] },
  { what: 'receipts root, logs bloom', reasons: ['receipts-root-mismatch', 'logs-bloom-mismatch'] },
  { what: 'requests hash (from Prague on)', reasons: ['requests-hash-mismatch'] },
  { what: 'state root after the block', reasons: ['state-root-mismatch'] },
] as const satisfies readonly {
  what: string;
  reasons: readonly ReasonName[];
  needsParent?: boolean;
}[];

/** A reason without a check above is a type error here. */
type Unchecked = Exclude<ReasonName, (typeof CHECKS)[number]['reasons'][number]>;
true satisfies [Unchecked] extends [never] ? true : never;

export interface CheckResult {
  status: 'ok' | 'FAIL' | 'not checked';
  what: string;
}

/** What was checked: all of it for a valid block, only the rule that failed for an invalid one. */
export function checksOf(report: BlockReport): CheckResult[] {
  const { verdict, expectedHash, refusedBy } = report;
  const { reason } = verdict;
  if (reason !== undefined) {
    return CHECKS.filter(({ reasons }) => reasons.some((name) => name === reason.name)).map(
      ({ what }) => ({ status: 'FAIL', what }),
    );
  }
  const hash: CheckResult = {
    status: expectedHash === undefined ? 'not checked' : refusedBy === 'hash' ? 'FAIL' : 'ok',
    what: 'block hash is the expected one',
  };
  return [
    hash,
    ...CHECKS.map((check): CheckResult => {
      const skipped = 'needsParent' in check && report.onTrustedPreState;
      return { status: skipped ? 'not checked' : 'ok', what: check.what };
    }),
  ];
}

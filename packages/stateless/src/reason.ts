/**
 * Why a block is refused. The codes are those of the guest's output (`guests/stateless/src/reason.rs`
 * has the same table) and never change their meaning.
 */
export const REASONS = {
  'input-malformed': { code: 1, meaning: 'the input of the guest cannot be decoded' },
  'unsupported-chain': { code: 2, meaning: 'the chain id is not a known chain' },
  'unsupported-fork': { code: 3, meaning: 'the block belongs to a fork that is not supported' },
  'block-malformed': { code: 4, meaning: 'the block cannot be decoded' },
  'parent-header-missing': {
    code: 5,
    meaning: 'no header of the witness hashes to the parent hash, so the pre-state is unproven',
  },
  'header-invalid': { code: 6, meaning: 'a header field breaks a rule' },
  'transactions-root-mismatch': {
    code: 7,
    meaning: 'the transactions are not those of the header',
  },
  'withdrawals-root-mismatch': { code: 8, meaning: 'the withdrawals are not those of the header' },
  'ommers-not-empty': { code: 9, meaning: 'the block has ommers after the merge' },
  'signature-invalid': { code: 10, meaning: 'the sender of a transaction cannot be recovered' },
  'transaction-invalid': { code: 11, meaning: 'a transaction must not be in this block' },
  'missing-node': { code: 12, meaning: 'the witness lacks a trie node that is needed' },
  'missing-code': { code: 13, meaning: 'the witness lacks a contract code that is needed' },
  'gas-used-mismatch': { code: 14, meaning: 'execution used other gas than the header says' },
  'receipts-root-mismatch': { code: 15, meaning: 'the receipts are not those of the header' },
  'logs-bloom-mismatch': { code: 16, meaning: 'the logs do not give the bloom of the header' },
  'requests-hash-mismatch': { code: 17, meaning: 'the requests are not those of the header' },
  'state-root-mismatch': { code: 18, meaning: 'execution leads to another state root' },
  'blob-gas-mismatch': { code: 19, meaning: 'the blobs do not give the blob gas of the header' },
  'missing-ancestor-header': { code: 20, meaning: 'BLOCKHASH needs a header that is not there' },
  'execution-failed': { code: 21, meaning: 'execution broke off' },
  'node-malformed': { code: 22, meaning: 'a trie node of the witness cannot be decoded' },
  'system-call-failed': { code: 23, meaning: 'a call that the protocol makes itself failed' },
} as const satisfies Record<string, { code: number; meaning: string }>;

export type ReasonName = keyof typeof REASONS;

/** One refusal: which rule, and what exactly (a node's hash, a transaction's index, both values). */
export interface Reason {
  readonly name: ReasonName;
  readonly code: number;
  /** May be empty. */
  readonly detail: string;
}

const NAMES = new Map<number, ReasonName>(
  (Object.keys(REASONS) as ReasonName[]).map((name) => [REASONS[name].code, name]),
);

/** The name of a reason code, or undefined if the table has none. */
export function reasonName(code: number): ReasonName | undefined {
  return NAMES.get(code);
}

/** A {@link Reason} of the table. */
export function createReason(name: ReasonName, detail: string): Reason {
  return { name, code: REASONS[name].code, detail };
}

/** `missing-node: 0x8a3d…`, as commands print it. */
export function reasonText({ name, detail }: Reason): string {
  return detail === '' ? name : `${name}: ${detail}`;
}

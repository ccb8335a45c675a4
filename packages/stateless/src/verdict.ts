import { HartError } from '@hart/errors';
import { type Hex, toHex } from './internal/hex.ts';
import { createReason, type Reason, reasonName } from './reason.ts';

const STATUSES = ['invalid', 'valid', 'valid-on-trusted-pre-state'] as const;

/**
 * `valid-on-trusted-pre-state`: every rule holds that can be checked without the parent header, on
 * a pre-state root that the caller gave and nothing proves.
 */
export type VerdictStatus = (typeof STATUSES)[number];

/** What a validator found out. Of an invalid block, what was not reached is zero. */
export interface Verdict {
  readonly status: VerdictStatus;
  /** Keccak-256 of the block's header. A verdict is for this block and no other. */
  readonly hash: Hex;
  readonly preStateRoot: Hex;
  readonly postStateRoot: Hex;
  readonly chainId: bigint;
  readonly number: bigint;
  readonly gasUsed: bigint;
  /** Present exactly if the block is invalid. */
  readonly reason?: Reason;
}

/** Whether the block was accepted, with or without a trusted pre-state. */
export function isValid(verdict: Pick<Verdict, 'status'>): boolean {
  return verdict.status !== 'invalid';
}

const VERSION = 1;
const FIXED_SIZE = 124;

/**
 * Reads the public output of the stateless guest: version, status, block hash, pre- and post-state
 * root (32 bytes each), chain id, number, gas used (u64), reason code (u16), all little-endian, then
 * the detail of the reason in UTF-8 to the end.
 *
 * @throws VERDICT_MALFORMED
 */
export function decodeOutput(output: Uint8Array): Verdict {
  const fail = (why: string, cause?: unknown): never => {
    throw new HartError('VERDICT_MALFORMED', { why }, { cause });
  };
  if (output.length < FIXED_SIZE) fail(`${output.length} bytes, at least ${FIXED_SIZE} expected`);
  if (output[0] !== VERSION) fail(`version ${output[0]}, ${VERSION} expected`);
  const status = STATUSES[output[1] as number] ?? fail(`status ${output[1]}`);

  const view = new DataView(output.buffer, output.byteOffset, output.byteLength);
  const code = view.getUint16(122, true);
  const name = reasonName(code);
  if (code !== 0 && name === undefined) fail(`reason ${code}`);
  let detail = '';
  try {
    detail = new TextDecoder('utf-8', { fatal: true }).decode(output.subarray(FIXED_SIZE));
  } catch (cause) {
    fail('the detail is not UTF-8', cause);
  }
  const isRefusal = status === 'invalid';
  if (isRefusal !== (name !== undefined)) fail(`status ${status} with reason ${code}`);
  if (!isRefusal && detail !== '') fail(`status ${status} with a detail`);

  return {
    status,
    hash: toHex(output.subarray(2, 34)),
    preStateRoot: toHex(output.subarray(34, 66)),
    postStateRoot: toHex(output.subarray(66, 98)),
    chainId: view.getBigUint64(98, true),
    number: view.getBigUint64(106, true),
    gasUsed: view.getBigUint64(114, true),
    ...(name === undefined ? {} : { reason: createReason(name, detail) }),
  };
}

import type { CountedAccelerator } from '@hart/abi';
import { HartError } from '@hart/errors';
import { readGuest } from '#read-guest';
import { type BlockInput, encodeInput } from './encode-input.ts';
import { type AccelerationLevel, environmentOf, type GuestName } from './guest.ts';
import { checkHash } from './internal/hash-argument.ts';
import type { Hex } from './internal/hex.ts';
import { reasonText } from './reason.ts';
import { decodeOutput, isValid, type Verdict } from './verdict.ts';

/** What {@link validateBlock} needs of a program run; `ProgramResult` of `@hart/abi` has it. */
export interface GuestResult {
  readonly outcome: GuestOutcome;
  readonly steps: number;
  readonly output: Uint8Array;
  readonly log: string;
  /** Accelerators that it has called. */
  readonly accelerators?: readonly CountedAccelerator[];
  readonly seconds: { readonly load: number; readonly compile: number; readonly run: number };
}

type GuestOutcome =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'trap'; readonly cause: string; readonly pc: bigint; readonly symbol?: string }
  | { readonly kind: 'limit'; readonly limit: string; readonly value: number };

/** Options of a run that go through to the machine. */
export interface RunOptions {
  readonly engine?: 'aot' | 'interpreter';
  readonly maxSteps?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (steps: number) => void;
}

/** Runs a guest program on an input; `runProgram` of `@hart/abi` is the one that counts. */
export type GuestRunner = (
  elf: Uint8Array,
  options: RunOptions & ReturnType<typeof environmentOf> & { input: Uint8Array },
) => GuestResult | Promise<GuestResult>;

export interface ValidateOptions extends RunOptions {
  /** Hash that the block must have. Without it, the report's `hash` says which block it is about. */
  readonly expectedHash?: Hex;
  /** Default `rust`. */
  readonly guest?: GuestName;
  /** What the guest leaves to accelerators; default `plain`, which is nothing. */
  readonly accelerators?: AccelerationLevel;
  /** The guest's program; default in Node: the one that is built. A browser must give it. */
  readonly elf?: Uint8Array;
  readonly runner?: GuestRunner;
}

/** The result of a validation, ready for `hart block --json` apart from `verdict`. */
export interface BlockReport {
  /** The guest accepted the block, and it is the one that was expected. */
  readonly valid: boolean;
  /** `name: detail` of the rule that failed, or `hash mismatch`. */
  readonly reason?: string;
  /** What refused an invalid block: a rule inside the guest, or the comparison of hashes. */
  readonly refusedBy?: 'rule' | 'hash';
  /** The verdict holds only on the pre-state root that the caller gave. */
  readonly onTrustedPreState: boolean;
  readonly number: number;
  /** Hash of the block that was validated, as the guest computed it. */
  readonly hash: Hex;
  readonly expectedHash?: Hex;
  readonly preStateRoot: Hex;
  readonly postStateRoot: Hex;
  readonly gasUsed: number;
  readonly guest: GuestName;
  readonly accelerators: AccelerationLevel;
  /** Calls of accelerators, by name. */
  readonly calls: readonly CountedAccelerator[];
  readonly steps: number;
  readonly seconds: {
    readonly encode: number;
    readonly load: number;
    readonly compile: number;
    readonly run: number;
  };
  /** Gas used per second of `seconds.run`, in millions. */
  readonly mgasPerSecond: number;
  readonly verdict: Verdict;
}

/**
 * Validates a block by running the stateless guest inside the machine.
 *
 * An invalid block is a report with `valid: false`, not an error.
 *
 * @throws GUEST_FILE, GUEST_NOT_ACCELERATED, GUEST_STOPPED (the guest trapped, panicked or reached a limit; `cause` is the
 * runner's result), VERDICT_MALFORMED, and the errors of {@link encodeInput}
 * @example
 * const { expectedHash, ...block } = await readBlockFolder(folder);
 * const { valid, reason } = await validateBlock(block, { expectedHash });
 */
export async function validateBlock(
  block: BlockInput,
  options: ValidateOptions = {},
): Promise<BlockReport> {
  const { guest = 'rust', accelerators = 'plain', elf, runner = runOnMachine, ...rest } = options;
  const { expectedHash: expected, ...runOptions } = rest;
  const expectedHash =
    expected === undefined ? undefined : checkHash('The expected hash', expected);

  const start = performance.now();
  const input = encodeInput(block);
  const encode = (performance.now() - start) / 1000;

  const program = elf ?? (await readGuest(guest, accelerators));
  const result = await runner(program, { ...runOptions, ...environmentOf(guest), input });
  if (result.outcome.kind !== 'exit' || result.outcome.code !== 0) {
    throw new HartError('GUEST_STOPPED', { what: describeStop(result) }, { cause: result });
  }
  const verdict = decodeOutput(result.output);
  const { load, compile, run } = result.seconds;
  const gasUsed = Number(verdict.gasUsed);
  return {
    ...compareHash(verdict, expectedHash),
    onTrustedPreState: verdict.status === 'valid-on-trusted-pre-state',
    number: Number(verdict.number),
    hash: verdict.hash,
    ...(expectedHash === undefined ? {} : { expectedHash }),
    preStateRoot: verdict.preStateRoot,
    postStateRoot: verdict.postStateRoot,
    gasUsed,
    guest,
    accelerators,
    calls: result.accelerators ?? [],
    steps: result.steps,
    seconds: { encode, load, compile, run },
    mgasPerSecond: run > 0 ? gasUsed / 1e6 / run : 0,
    verdict,
  };
}

/**
 * The verdict for the expected hash: a block that is valid but another one is refused, and a rule
 * that failed counts before the hash.
 */
export function compareHash(
  verdict: Verdict,
  expectedHash: Hex | undefined,
): Pick<BlockReport, 'valid' | 'reason' | 'refusedBy'> {
  if (verdict.reason !== undefined) {
    return { valid: false, reason: reasonText(verdict.reason), refusedBy: 'rule' };
  }
  if (expectedHash !== undefined && verdict.hash !== expectedHash) {
    return { valid: false, reason: 'hash mismatch', refusedBy: 'hash' };
  }
  return { valid: isValid(verdict) };
}

/** The machine is loaded only when a guest runs, so that encoding alone does not pay for it. */
async function runOnMachine(...[elf, options]: Parameters<GuestRunner>): Promise<GuestResult> {
  const { runProgram } = await import('@hart/abi');
  return runProgram(elf, options);
}

function describeStop({ outcome, log }: GuestResult): string {
  const lastLine = log.trimEnd().split('\n').at(-1) ?? '';
  switch (outcome.kind) {
    case 'exit':
      return `exit code ${outcome.code}${lastLine === '' ? '' : ` after "${lastLine.slice(0, 200)}"`}`;
    case 'trap': {
      const place = outcome.symbol === undefined ? '' : ` in ${outcome.symbol}`;
      return `trap ${outcome.cause} at 0x${outcome.pc.toString(16)}${place}`;
    }
    case 'limit':
      return `it reached the limit of ${outcome.value} ${outcome.limit}`;
  }
}

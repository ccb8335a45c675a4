import type { Refusal, TrapCause } from '@hart/machine';

/** A call that the environment cannot carry out: a trap that says why. */
export function refuse(text: string): Refusal {
  return { kind: 'trap', cause: 'illegal-instruction', text };
}

/** An operand that is not in memory, or not writable. */
export function fault(cause: TrapCause, address: bigint, text: string): Refusal {
  return { kind: 'trap', cause, address, text };
}

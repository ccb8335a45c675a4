import { SP1_HOOKS } from '@hart/accelerators';
import { CONTINUE, type Handled } from '@hart/machine';
import { refuse } from '../refusal.ts';
import { createSink } from '../sink.ts';

/** File descriptors of WRITE; those from 15 on are hooks. */
const DESCRIPTOR = { output: 1, error: 2, publicValues: 13, hint: 14 } as const;

/** A guest that writes more than this in all ends with a trap, so that it cannot exhaust the host. */
const MAX_WRITTEN_BYTES = 256 * 1024 * 1024;
/** What a write counts for besides: an empty hint takes room too. */
const WRITE_BYTES = 64;
const NO_MORE = 2n ** 64n - 1n;

/** What a guest reads and writes. */
export interface Streams {
  write(descriptor: bigint, bytes: Uint8Array): Handled;
  /** Whether a guest may still write so many bytes. */
  hasRoom(bytes: bigint): boolean;
  /** Length of the next input, or 2^64 − 1 if there is none. */
  nextLength(): bigint;
  takeNext(): Uint8Array | undefined;
  publicValues(): Uint8Array;
  log(): Uint8Array;
}

/** The inputs come first in, first out; what a guest or a hook hints is read before the rest. */
export function createStreams(inputs: readonly Uint8Array[]): Streams {
  const publicValues = createSink();
  const log = createSink();
  // The next one is the last.
  const queue = inputs.toReversed();
  let written = 0;

  function hook(descriptor: number, bytes: Uint8Array): Handled {
    const found = SP1_HOOKS.get(descriptor);
    if (found === undefined) return refuse(`SP1's WRITE to file descriptor ${descriptor}`);
    const answers = found.answer(bytes);
    if (answers === undefined) return refuse(`SP1's hook ${found.name} refuses these bytes`);
    queue.push(...answers.toReversed());
    return CONTINUE;
  }

  return {
    write(descriptor, bytes) {
      written += bytes.length + WRITE_BYTES;
      switch (Number(descriptor)) {
        case DESCRIPTOR.output:
        case DESCRIPTOR.error:
          log.append(bytes);
          return CONTINUE;
        case DESCRIPTOR.publicValues:
          publicValues.append(bytes);
          return CONTINUE;
        case DESCRIPTOR.hint:
          queue.push(bytes);
          return CONTINUE;
        default:
          return hook(Number(descriptor & 0xffff_ffffn), bytes);
      }
    },
    hasRoom: (bytes) => bytes <= BigInt(MAX_WRITTEN_BYTES - written),
    nextLength: () => BigInt(queue.at(-1)?.length ?? NO_MORE),
    takeNext: () => queue.pop(),
    publicValues: () => publicValues.bytes(),
    log: () => log.bytes(),
  };
}

import { SP1_OPERATIONS } from '@hart/accelerators';
import { CONTINUE, type Environment, type Handled, type HartView } from '@hart/machine';
import type { Elf } from '@hart/riscv';
import type { AcceleratorTally } from '../accelerator-calls.ts';
import { fault, refuse } from '../refusal.ts';
import { createTally } from '../tally.ts';
import { SP1_CALLS, type Sp1CallName } from './calls.ts';
import { PLAIN, PLAIN_BYTES } from './memory-map.ts';
import { operate } from './operations.ts';
import { createPagedMemory, type PagedMemory } from './paged-memory.ts';
import { createStreams } from './streams.ts';
import { createBlocks } from './unconstrained.ts';

const [T0, A0, A1, A2] = [5, 10, 11, 12] as const;

/** What an SP1 guest left behind. */
export interface Sp1Environment extends Environment {
  /** The public values. */
  output(): Uint8Array;
  /** What was written to file descriptors 1 and 2. */
  log(): Uint8Array;
  /** The calls that compute. */
  readonly accelerators: AcceleratorTally;
}

const NAMES: ReadonlyMap<number, (typeof SP1_CALLS)[number]> = new Map(
  SP1_CALLS.map((call) => [call.id, call]),
);

/**
 * The world of a 64-bit guest of SP1 6 (succinctlabs/sp1 @f66b4bf): memory as in `memory-map.ts`, `ecall` with
 * its number in t0 and arguments from a0 on. Each of `inputs` is what the guest gets by one `io::read_vec`.
 */
export function createSp1(
  elf: Elf,
  inputs: readonly Uint8Array[] = [],
  plainBytes: number = PLAIN_BYTES,
): Sp1Environment {
  const streams = createStreams(inputs);
  const accelerators = createTally();
  const far = createPagedMemory();
  const runBlock = createBlocks(elf);

  const readAt = (hart: HartView, address: bigint, size: number) =>
    hart.read(address, size) ?? far.read(address, size);

  function write(hart: HartView, read: PagedMemory['read']): Handled {
    const [descriptor, address, size] = [hart.x[A0]!, hart.x[A1]!, hart.x[A2]!];
    const bytes = streams.hasRoom(size) ? read(address, Number(size)) : undefined;
    if (bytes === undefined) return fault('load-access-fault', address, `WRITE of ${size} bytes`);
    hart.operands(bytes);
    return streams.write(descriptor, bytes);
  }

  const handlers: Record<Sp1CallName, (hart: HartView) => Handled> = {
    HALT: ({ x }) => ({ kind: 'exit', code: Number(BigInt.asIntN(32, x[A0] as bigint)) }),
    WRITE: (hart) => write(hart, (address, size) => readAt(hart, address, size)),
    ENTER_UNCONSTRAINED: (hart) => runBlock(hart, far, write),
    EXIT_UNCONSTRAINED: () => refuse('SP1 EXIT_UNCONSTRAINED without ENTER_UNCONSTRAINED'),
    COMMIT: () => CONTINUE,
    COMMIT_DEFERRED_PROOFS: () => CONTINUE,
    HINT_LEN(hart) {
      hart.x[T0] = streams.nextLength();
      return CONTINUE;
    },
    HINT_READ(hart) {
      const [address, size] = [hart.x[A0]!, hart.x[A1]!];
      const length = streams.nextLength();
      if (length !== size || address % 8n !== 0n) {
        return refuse(`SP1 HINT_READ of ${size} bytes to ${address}, where ${length} are next`);
      }
      const bytes = streams.takeNext() as Uint8Array;
      // Whole words, and as in SP1 one more if there is no rest.
      const padded = new Uint8Array(8 * (Math.floor(bytes.length / 8) + 1));
      padded.set(bytes);
      if (!hart.write(address, padded) && !far.write(address, padded)) {
        return fault('store-access-fault', address, `HINT_READ of ${size} bytes`);
      }
      hart.operands(padded);
      return CONTINUE;
    },
  };

  return {
    name: 'sp1',
    memory: {
      window: { base: PLAIN, size: plainBytes },
      writable: { base: PLAIN, size: plainBytes },
      watched: [],
      // The stack lies below the code and the heap above it, and nothing protects it.
      code: 'fence.i',
    },
    ecall(hart) {
      const id = Number((hart.x[T0] as bigint) & 0xffff_ffffn);
      const call = NAMES.get(id);
      const name = SP1_OPERATIONS.get(id)?.name ?? call?.name;
      if (name === undefined) return refuse(`SP1 call 0x${id.toString(16).toUpperCase()}`);
      if (call === undefined) {
        accelerators.add(name);
        return operate(hart, far, SP1_OPERATIONS.get(id)!);
      }
      if ('missing' in call) return refuse(`SP1 ${name} (${call.does})`);
      return handlers[call.name](hart);
    },
    load: (address, size) => far.load(address, size),
    store: (address, size, value) => (far.store(address, size, value) ? CONTINUE : undefined),
    output: () => streams.publicValues(),
    log: () => streams.log(),
    accelerators,
  };
}

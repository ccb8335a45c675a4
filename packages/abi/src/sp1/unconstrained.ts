import { CONTINUE, createRun, type Environment, type Handled, type HartView } from '@hart/machine';
import type { Elf } from '@hart/riscv';
import { refuse } from '../refusal.ts';
import { CALL_ID } from './calls.ts';
import type { PagedMemory } from './paged-memory.ts';
import { createPagedMemory } from './paged-memory.ts';

/** Longest block: about half a minute. */
const MAX_STEPS = 2 ** 26;
const PAGE = 4096;
const T0 = 5;

/**
 * Runs the block behind an ENTER_UNCONSTRAINED up to its EXIT_UNCONSTRAINED in an interpreter of its own, on memory that
 * shows the guest's and keeps what is written to itself: so nothing has to be undone, and the block's steps are not
 * the guest's, as in SP1. Only `write`, what the block says to the host, has an effect. t0 is 0 afterwards.
 */
export function runUnconstrained(
  guest: HartView,
  elf: Elf,
  far: PagedMemory,
  write: (hart: HartView, read: PagedMemory['read']) => Handled,
): Handled {
  const memory = createPagedMemory({
    below: (number) => guest.plain(number << 12n, PAGE) ?? far.page(number),
  });
  const code = elf.segments.filter(({ executable }) => executable);
  const start = PAGE * Math.floor(Math.min(...code.map(({ address }) => address)) / PAGE);
  const end = Math.max(...code.map(({ address, memorySize }) => address + memorySize));
  const window = { base: start, size: PAGE * Math.ceil((end - start) / PAGE) };
  let block: HartView | undefined;

  const environment: Environment = {
    name: 'sp1, unconstrained',
    memory: { window, writable: { base: start, size: 0 }, watched: [], code: 'write-xor-execute' },
    start(hart) {
      block = hart;
      hart.x.set(guest.x);
      hart.x[T0] = 1n;
      const bytes = guest.plain(BigInt(window.base), window.size);
      if (bytes !== undefined) hart.write(BigInt(window.base), bytes);
    },
    ecall(hart) {
      const id = Number((hart.x[T0] as bigint) & 0xffff_ffffn);
      if (id === CALL_ID.EXIT_UNCONSTRAINED) return { kind: 'exit', code: 0 };
      if (id !== CALL_ID.WRITE) return refuse(`call 0x${id.toString(16).toUpperCase()}`);
      return write(hart, memory.read);
    },
    load: memory.load,
    store(address, size, value) {
      if (!memory.store(address, size, value)) return undefined;
      // Loads from the pages of code go there.
      const bytes = memory.read(address, size) as Uint8Array;
      for (let index = 0; index < size; index++) {
        block?.write(address + BigInt(index), bytes.subarray(index, index + 1));
      }
      return CONTINUE;
    },
  };
  const run = createRun({ ...elf, entry: guest.nextPc, segments: code, symbols: [] }, environment, {
    engine: 'interpreter',
  });
  run.advance(MAX_STEPS);
  const { outcome } = run;
  if (outcome?.kind === 'exit') {
    guest.x[T0] = 0n;
    return CONTINUE;
  }
  const why =
    outcome?.kind === 'trap'
      ? `${outcome.text ?? outcome.cause} at 0x${outcome.pc.toString(16)}`
      : `more than ${MAX_STEPS} steps`;
  return refuse(`SP1, in an unconstrained block: ${why}`);
}

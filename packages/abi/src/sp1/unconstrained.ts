import {
  type AddressRange,
  CONTINUE,
  createRun,
  type Environment,
  type Handled,
  type HartView,
} from '@hart/machine';
import type { Elf } from '@hart/riscv';
import { refuse } from '../refusal.ts';
import { CALL_ID } from './calls.ts';
import type { PagedMemory } from './paged-memory.ts';
import { createPagedMemory } from './paged-memory.ts';

/** Longest block: about half a minute. */
const MAX_STEPS = 2 ** 26;
const PAGE = 4096;
const T0 = 5;

type Write = (hart: HartView, read: PagedMemory['read']) => Handled;

/** Runs the block that the guest is at the beginning of. */
type RunBlock = (guest: HartView, far: PagedMemory, write: Write) => Handled;

/**
 * Runs the blocks of a program, each from behind its ENTER_UNCONSTRAINED to its EXIT_UNCONSTRAINED, in an interpreter of
 * their own, on memory that shows the guest's and keeps what is written to itself. So nothing has to be undone, and the
 * steps of a block are none of the guest's, as in SP1. Only `write`, what a block says to the host, has an effect; t0 is 0
 * afterwards. A program that changes its own code is not seen to have done so.
 */
export function createBlocks(elf: Elf): RunBlock {
  // Their bytes come from the guest.
  const segments = elf.segments
    .filter(({ executable }) => executable)
    .map((segment) => ({ ...segment, data: new Uint8Array() }));
  const start = PAGE * Math.floor(Math.min(...segments.map(({ address }) => address)) / PAGE);
  const end = Math.max(...segments.map(({ address, memorySize }) => address + memorySize));
  const window = { base: start, size: PAGE * Math.ceil((end - start) / PAGE) };
  // One object for all blocks, so that instructions are decoded once.
  const code: Elf = { ...elf, segments, symbols: [] };
  return (guest, far, write) => runBlock(guest, far, write, code, window);
}

function runBlock(
  guest: HartView,
  far: PagedMemory,
  write: Write,
  code: Elf,
  window: AddressRange,
): Handled {
  const memory = createPagedMemory({
    below: (number) => guest.plain(number << 12n, PAGE) ?? far.page(number),
  });
  let block: HartView | undefined;

  const environment: Environment = {
    name: 'sp1, unconstrained',
    memory: {
      window,
      writable: { base: window.base, size: 0 },
      watched: [],
      code: 'write-xor-execute',
    },
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
  code.entry = guest.nextPc;
  const run = createRun(code, environment, { engine: 'interpreter' });
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

import { disassemble, type Instruction, MNEMONICS, type Mnemonic } from '@hart/riscv';
import type { Trap, TrapCause } from '../../outcome.ts';
import { NOT_EXECUTABLE } from '../code.ts';
import { type Execute, type Hart, TrapSignal } from './hart.ts';
import { rv64a } from './rv64a.ts';
import { rv64fd } from './rv64fd.ts';
import { rv64i } from './rv64i.ts';
import { rv64m } from './rv64m.ts';
import { system } from './system.ts';

/** The meaning of every instruction; a row of the table without one does not compile. */
const SEMANTICS: Record<Mnemonic, Execute> = { ...rv64i, ...rv64m, ...rv64a, ...rv64fd, ...system };

const EXECUTE: readonly Execute[] = MNEMONICS.map((name) => SEMANTICS[name]);

/**
 * Executes `budget` instructions, one after the other, fewer only if the hart gets an outcome.
 */
export function interpret(hart: Hart, budget: number): void {
  const { code, s, profiler } = hart;
  let done = 0;
  while (done < budget) {
    const instruction = Number.isNaN(hart.pc) ? NOT_EXECUTABLE : code.fetch(hart.pc);
    try {
      if (instruction === NOT_EXECUTABLE) throw new TrapSignal(fetchFault(hart.pc));
      if (instruction === null) throw new TrapSignal('illegal-instruction');
      hart.nextPc = hart.pc + instruction.size;
      (EXECUTE[instruction.op] as Execute)(hart, instruction);
    } catch (signal) {
      if (!(signal instanceof TrapSignal)) throw signal;
      s[0] = 0n;
      hart.outcome = describeTrap(hart, signal);
      return;
    }
    s[0] = 0n;
    profiler?.step(hart.pc, instruction as Instruction, hart.nextPc);
    hart.pc = hart.nextPc;
    hart.steps++;
    done++;
    if (hart.outcome !== undefined) return;
  }
}

function fetchFault(pc: number): TrapCause {
  return pc % 2 === 1 ? 'instruction-address-misaligned' : 'instruction-access-fault';
}

function describeTrap(hart: Hart, { cause, address }: TrapSignal): Trap {
  const pc = hart.exactPc;
  const fetched = Number.isNaN(hart.pc) ? NOT_EXECUTABLE : hart.code.fetch(hart.pc);
  return {
    kind: 'trap',
    cause,
    pc,
    instruction:
      fetched === NOT_EXECUTABLE || fetched === null ? '' : disassemble(fetched, Number(pc)),
    ...(address === undefined ? {} : { address }),
    ...(cause === 'unknown-environment-call' ? { call: hart.x[17]! } : {}),
    registers: hart.x.slice(),
  };
}

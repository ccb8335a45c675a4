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
 * Executes `budget` instructions, one after the other, fewer only if the hart gets an outcome or the
 * environment moves it, even before the first of them is done, or when the chunk of the trace is full.
 */
export function interpret(hart: Hart, budget: number): void {
  const { code, s, profiler, probes } = hart;
  let done = 0;
  while (done < budget) {
    probes?.get(hart.pc)?.(hart);
    const instruction = Number.isNaN(hart.pc) ? NOT_EXECUTABLE : code.fetch(hart.pc);
    try {
      if (instruction === NOT_EXECUTABLE) throw new TrapSignal(fetchFault(hart.pc));
      if (instruction === null) throw new TrapSignal('illegal-instruction');
      hart.nextPc = hart.pc + instruction.size;
      (EXECUTE[instruction.op] as Execute)(hart, instruction);
    } catch (signal) {
      if (!(signal instanceof TrapSignal)) throw signal;
      s[0] = 0n;
      settleTrap(hart, signal);
      return;
    }
    s[0] = 0n;
    profiler?.step(hart.pc, instruction as Instruction, hart.nextPc);
    hart.pc = hart.nextPc;
    hart.steps++;
    done++;
    if (hart.destination !== undefined) {
      hart.move();
      return;
    }
    if (hart.outcome !== undefined || hart.cut !== undefined) return;
  }
}

/** Lets the environment handle a trap, which no step is counted for, or ends the run. */
function settleTrap(hart: Hart, signal: TrapSignal): void {
  hart.nextPc = hart.pc;
  const { cause, address } = signal;
  const handled = hart.environment.trap?.(hart, cause, address);
  if (handled?.kind === 'move') {
    hart.destination = handled.to;
    hart.move();
    return;
  }
  const trap = describeTrap(hart, signal);
  hart.outcome = handled?.kind === 'exit' ? { kind: 'exit', code: handled.code, trap } : trap;
}

function fetchFault(pc: number): TrapCause {
  return pc % 2 === 1 ? 'instruction-address-misaligned' : 'instruction-access-fault';
}

function describeTrap(hart: Hart, { cause, address, text }: TrapSignal): Trap {
  const pc = hart.exactPc;
  const fetched = Number.isNaN(hart.pc) ? NOT_EXECUTABLE : hart.code.fetch(hart.pc);
  return {
    kind: 'trap',
    cause,
    pc,
    instruction:
      fetched === NOT_EXECUTABLE || fetched === null ? '' : disassemble(fetched, Number(pc)),
    ...(text === undefined ? {} : { text }),
    ...(address === undefined ? {} : { address }),
    ...(cause === 'unknown-environment-call' ? describeCall(hart) : {}),
    registers: hart.x.slice(),
  };
}

function describeCall(hart: Hart): Pick<Trap, 'call' | 'callText'> {
  const callText = hart.environment.describeCall?.(hart);
  return { call: hart.x[17]!, ...(callText === undefined ? {} : { callText }) };
}

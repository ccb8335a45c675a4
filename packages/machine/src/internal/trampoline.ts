import type { Elf } from '@hart/riscv';
import { createTranslator, type Entry, type TranslatorStatistics } from './compiler/translator.ts';
import type { Hart } from './interpreter/hart.ts';
import { interpret } from './interpreter/interpret.ts';
import type { ProfiledRun } from './profiler/profiled-run.ts';
import { EXIT, STATE } from './state.ts';

/** After an exit to the interpreter, so many steps may pass before the place is translated. */
const COLD_STEPS = 200;

export interface CompiledRun {
  readonly statistics: TranslatorStatistics;
  /** Executes exactly `steps` instructions unless the guest ends before. */
  advance(steps: number): void;
}

/**
 * Runs a hart in compiled code and, where that unwinds, in the interpreter. Compiled code leaves
 * with the register file written back, so each may go on where the other stopped.
 */
export function createCompiledRun(
  elf: Elf,
  hart: Hart,
  traced: boolean,
  profile: ProfiledRun | undefined,
): CompiledRun {
  const { memory, code, environment } = hart;
  const { view } = memory;
  /** Value of `hart.steps` at which the current `advance` ends. */
  let boundary = 0;
  let codeChanged = false;
  hart.onCodeChanged = () => {
    codeChanged = true;
  };

  const host = (): number => {
    const { pc, unexecuted } = translator.exitPoint();
    hart.pc = pc;
    const { size } = code.fetch(pc) as { size: number };
    hart.steps = boundary - Number(view.getBigInt64(STATE.remaining, true)) - unexecuted;
    profile?.atHost(pc, unexecuted);
    interpret(hart, 1);
    view.setBigInt64(STATE.remaining, BigInt(boundary - hart.steps), true);
    return hart.outcome === undefined && hart.pc === pc + size && !codeChanged ? 0 : 1;
  };
  const translator = createTranslator(
    elf,
    memory,
    code,
    environment.memory,
    host,
    traced,
    profile?.imports,
  );
  profile?.follow(translator);

  /** Control came to the pc by a jump or call that compiled code could not follow. */
  let arrived = true;
  /** Steps interpreted in a row without meeting an entry. */
  let cold = 0;

  /** Continues where compiled code left off. */
  function settleExit(): void {
    const { pc, reason, unexecuted, logged, grouped } = translator.exitPoint();
    cold = 0;
    arrived = reason === EXIT.target || reason === EXIT.back || reason === EXIT.jump;
    profile?.leave(pc, reason === EXIT.host ? 0 : unexecuted);
    // The host itself has settled where it ended.
    if (reason === EXIT.host) {
      profile?.arrive(hart.pc);
      return;
    }
    hart.steps = boundary - Number(view.getBigInt64(STATE.remaining, true)) - unexecuted;
    if (logged > 0) view.setUint32(STATE.log, view.getUint32(STATE.log, true) + 8 * logged, true);
    if (reason === EXIT.target || reason === EXIT.back) {
      hart.jump(view.getBigUint64(STATE.target, true));
      hart.pc = hart.nextPc;
      if (reason === EXIT.back) profile?.comeBack(hart.pc);
      profile?.arrive(hart.pc);
      return;
    }
    hart.moveTo(pc);
    profile?.arrive(hart.pc);
    if (reason === EXIT.steps) interpret(hart, boundary - hart.steps);
    if (grouped) translator.ungroup();
    if (reason === EXIT.interpret) interpretToEntry();
  }

  /** At least one step, then on until compiled code can take over. */
  function interpretToEntry(): void {
    const budget = Math.min(COLD_STEPS, boundary - hart.steps);
    arrived = false;
    cold += interpret(hart, budget, (pc) => translator.entryAt(pc) !== undefined);
  }

  /**
   * Where compiled code can take over at the pc. A place in the middle of a function, where a boundary
   * happened to fall, is not worth a translation of its own unless no entry comes for long.
   */
  function findEntry(): Entry | undefined {
    const entry = translator.entryAt(hart.pc);
    if (entry !== undefined || !(arrived || cold >= COLD_STEPS)) return entry;
    cold = 0;
    return translator.translate(hart.pc);
  }

  return {
    statistics: translator.statistics,
    advance(steps) {
      boundary = hart.steps + steps;
      while (hart.steps < boundary && hart.outcome === undefined) {
        if (codeChanged) {
          codeChanged = false;
          translator.reset();
        }
        const entry = findEntry();
        if (entry === undefined) {
          interpretToEntry();
          continue;
        }
        if (profile?.enter(entry) === false) {
          interpret(hart, boundary - hart.steps);
          continue;
        }
        view.setBigInt64(STATE.remaining, BigInt(boundary - hart.steps), true);
        translator.enter(entry);
        settleExit();
      }
    },
  };
}

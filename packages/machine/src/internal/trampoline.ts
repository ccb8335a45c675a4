import type { Elf } from '@hart/riscv';
import { RETURN, UNWIND } from './compiler/gates.ts';
import {
  createTranslator,
  type Entry,
  SAMPLE_STEPS,
  type TranslationStore,
  type Translator,
  type TranslatorStatistics,
} from './compiler/translator.ts';
import { createExactFloat } from './float/exact-float.ts';
import type { Hart } from './interpreter/hart.ts';
import { interpret } from './interpreter/interpret.ts';
import type { ProfiledRun } from './profiler/profiled-run.ts';
import { createProfiledStepper } from './profiler/stepper.ts';
import { EXIT, HOST_ANSWER, STATE } from './state.ts';
import { createStepper } from './stepper/stepper.ts';
import type { Tracer } from './tracer.ts';

export interface CompiledRun {
  readonly statistics: TranslatorStatistics;
  /** Executes exactly `steps` instructions unless the guest ends before. */
  advance(steps: number): void;
  /** Hands new translations to the store. */
  save(): void;
}

/**
 * Runs a hart in compiled code where it is worth compiling, and in the stepper elsewhere. Compiled code
 * leaves with the register file written back, so each may go on where the other stopped. Most often it
 * does so in place: the host does what has to be done and names the entry that takes over the frame.
 */
export function createCompiledRun(
  elf: Elf,
  hart: Hart,
  tracer: Tracer | undefined,
  compileAfter: number,
  store: TranslationStore | undefined,
  profile: ProfiledRun | undefined,
): CompiledRun {
  const { memory, code, environment } = hart;
  const { view } = memory;
  /** Value of `hart.steps` at which the current `advance` ends. */
  let end = 0;
  /** The same for what compiled code may execute at a time: up to there, or to the end of a chunk. */
  let boundary = 0;
  /** The boundary before that. */
  let passed = 0;
  let codeChanged = false;
  /** The function at the exit point wants to be translated again. */
  let ungroup = false;
  hart.onCodeChanged = () => {
    codeChanged = true;
    stepper.reset();
  };

  function execute(): number {
    const { pc, unexecuted } = translator.exitPoint();
    hart.pc = pc;
    const { size } = code.fetch(pc) as { size: number };
    hart.steps = boundary - remaining() - unexecuted;
    profile?.atHost(pc, unexecuted);
    interpret(hart, 1);
    setRemaining();
    if (hart.outcome === undefined && hart.cut === undefined && !codeChanged) {
      if (hart.pc === pc + size) return HOST_ANSWER.next;
      if (hart.skipped === 1) return HOST_ANSWER.skip;
    }
    arrived = false;
    return HOST_ANSWER.leave;
  }

  function settle(): number {
    settleExit();
    // Neither unwinds nor translates on top of a deep stack.
    if (translator.exitPoint().reason === EXIT.depth || ungroup) return UNWIND;
    const entry = goOn();
    if (entry === undefined) return UNWIND;
    setRemaining();
    if (Number(view.getBigInt64(STATE.returnTo, true)) === hart.pc) return RETURN;
    view.setInt32(STATE.entry, entry.number, true);
    return entry.slot;
  }

  const traced = tracer !== undefined;
  const map = environment.memory;
  const translator: Translator = createTranslator(
    elf,
    memory,
    code,
    map,
    { execute, settle, exactFloat: createExactFloat(hart) },
    traced,
    store,
    profile?.imports,
  );
  profile?.follow(translator);
  const isEntry = (pc: number): boolean => translator.entryAt(pc) !== undefined;
  // What is rare in every run is worth compiling after some of them.
  const threshold = Math.max(compileAfter / Math.max(translator.runs / 4, 1), 1);
  const stepper =
    profile === undefined
      ? createStepper(hart, map, traced, threshold, isEntry)
      : createProfiledStepper(hart, threshold, isEntry);
  translator.begin(stepper.markEntry);

  /** Control came to the pc by a jump or call that compiled code could not follow. */
  let arrived = true;
  /** The stepper found that the pc is worth compiling. */
  let hot = false;

  function remaining(): number {
    return Number(view.getBigInt64(STATE.remaining, true));
  }

  function setRemaining(): void {
    view.setBigInt64(STATE.remaining, BigInt(boundary - hart.steps), true);
  }

  /** With a profile, compiled code always unwinds, and is settled here. */
  function settleUnwound(followed: ProfiledRun): void {
    const { pc, reason, unexecuted } = translator.exitPoint();
    followed.leave(pc, reason === EXIT.host ? 0 : unexecuted);
    // The host itself has settled where it ended.
    if (reason === EXIT.host) followed.arrive(hart.pc);
    else settleExit();
  }

  /** Brings the hart to where compiled code left, or past what that left to others. */
  function settleExit(): void {
    const { pc, reason, unexecuted, logged, grouped } = translator.exitPoint();
    arrived = reason !== EXIT.interpret && reason !== EXIT.steps;
    hart.steps = boundary - remaining() - unexecuted;
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
    if (reason === EXIT.steps) stepper.walk(boundary - hart.steps);
    if (grouped) ungroup = translator.countGroupFailure();
    // Where a block ends in what is not translated, no step may be left for it.
    if (reason === EXIT.interpret && hart.steps < boundary) interpret(hart, 1);
  }

  /**
   * The next entry of compiled code, stepping up to it. Undefined at the end of `advance` or of the
   * guest, when code has changed, and where something is worth compiling.
   */
  function goOn(): Entry | undefined {
    for (;;) {
      if (hart.outcome !== undefined || codeChanged) return undefined;
      // The chunk ends here, and the environment may want to be asked earlier than before.
      if (hart.cut !== undefined) boundary = hart.steps;
      if (hart.steps === boundary && !pass()) return undefined;
      const entry = translator.entryAt(hart.pc);
      if (entry !== undefined) {
        hot = false;
        return entry;
      }
      // A return to a function counts as much as a call of it: both leave compiled code.
      if (hot || (arrived && stepper.arrive(translator.startOf(hart.pc)))) return undefined;
      arrived = false;
      hot = stepper.walkToEntry(boundary - hart.steps) === 'hot';
    }
  }

  /**
   * Sets the next boundary, false at the last: the end of the trace's chunk, or where to look next which
   * function executes, more seldom the longer the run; and where the environment wants to be asked.
   */
  function pass(): boolean {
    hart.preempt();
    tracer?.settle();
    hart.cut = undefined;
    // Boundaries fall anywhere, so they are fair samples.
    translator.sample(hart.pc, hart.steps - passed);
    passed = hart.steps;
    const stride = tracer?.left() ?? Math.max(SAMPLE_STEPS, Math.floor(hart.steps / 256));
    boundary = Math.min(end, passed + stride, hart.preemptAt);
    return passed < end && hart.outcome === undefined;
  }

  return {
    statistics: translator.statistics,
    save: translator.save,
    advance(steps) {
      if (hart.outcome !== undefined) return;
      end = hart.steps + steps;
      boundary = hart.steps;
      for (;;) {
        if (codeChanged) {
          codeChanged = false;
          translator.reset();
        }
        if (ungroup) {
          ungroup = false;
          translator.ungroup();
        }
        let entry = goOn();
        if (hart.outcome !== undefined || hart.steps === end) break;
        if (codeChanged) continue;
        entry ??= translator.translate(hart.pc, !arrived);
        hot = false;
        if (entry === undefined) stepper.walkToEntry(boundary - hart.steps);
        else if (profile?.enter(entry) === false) stepper.walk(boundary - hart.steps);
        else {
          setRemaining();
          translator.enter(entry);
          if (profile !== undefined) settleUnwound(profile);
        }
      }
      tracer?.settle();
    },
  };
}

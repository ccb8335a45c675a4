import type { Elf, Instruction } from '@hart/riscv';
import type { Profile } from '../../profile.ts';
import { createFunctionIndex } from '../compiler/function-index.ts';
import type { Entry, Translator } from '../compiler/translator.ts';
import type { Hart } from '../interpreter/hart.ts';
import { type CallNode, createCallTree, PROFILE_LIMITS, type ProfileLimits } from './call-tree.ts';
import { createProfiler, summarize } from './profiler.ts';
import { createRecords, type Records } from './records.ts';

/** The profile of one run, as the trampoline keeps it up to date. */
export interface ProfiledRun {
  readonly imports: Records['imports'];
  /** Where compiled code comes from; before anything is entered. */
  follow(translator: Translator): void;
  /** Before compiled code is entered; false if there is no memory left for its counters. */
  enter(entry: Entry): boolean;
  /** Compiled code has unwound at `pc`, with `unexecuted` instructions from there counted already. */
  leave(pc: number, unexecuted: number): void;
  /** Compiled code asks the host to execute the instruction at `pc`; see {@link ProfiledRun.leave}. */
  atHost(pc: number, unexecuted: number): void;
  /** Control goes on at `pc`, where it came without a call. */
  arrive(pc: number): void;
  /** Control goes on at `pc`, where it came through a link register. */
  comeBack(pc: number): void;
  summarize(): Profile;
}

/** Begins a profile where the hart stands, and makes the interpreter keep it. */
export function createProfiledRun(
  elf: Elf,
  hart: Hart,
  limits: ProfileLimits = PROFILE_LIMITS,
): ProfiledRun {
  const { code, memory } = hart;
  const tree = createCallTree(createFunctionIndex(elf, code.region), hart.pc, limits);
  const profiler = createProfiler(tree);
  hart.profiler = profiler;
  let translator: Translator | undefined;
  const layouts = {
    layoutAt: (pc: number) => translator?.layoutAt(pc),
    layoutOf: (id: number) => (translator as Translator).layoutOf(id),
  };
  const records = createRecords(memory, tree, profiler, layouts, limits);

  /** Takes back what a block counted but did not execute: the instructions from `pc` to its end. */
  function takeBack(node: CallNode, pc: number, unexecuted: number): void {
    let at = pc;
    for (let n = 0; n < unexecuted; n++) {
      profiler.count(node, at, -1);
      at += (code.fetch(at) as Instruction).size;
    }
  }

  return {
    imports: records.imports,
    follow(source) {
      translator = source;
    },
    enter: (entry) => records.enter((translator as Translator).layoutBehind(entry)),
    leave(pc, unexecuted) {
      records.settle();
      takeBack(profiler.node, pc, unexecuted);
    },
    atHost(pc, unexecuted) {
      profiler.node = records.leftNode();
      takeBack(profiler.node, pc, unexecuted);
    },
    arrive(pc) {
      profiler.node = tree.arrive(profiler.node, pc);
    },
    comeBack: profiler.comeBack,
    summarize: () => summarize(tree, hart.steps, records.counted),
  };
}

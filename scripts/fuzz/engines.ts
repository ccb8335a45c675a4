import { CONTINUE, createRun, type Engine, type Environment, type Run } from '@hart/machine';
import { readElf } from '@hart/riscv';
import { LAYOUT } from './batch.ts';
import type { Random } from './random.ts';

/** More than any generated program needs. */
const MAX_STEPS = 5_000_000;

/** Where two engines first differ, or what both wrote. */
export type Comparison =
  | { difference: string }
  | { difference?: undefined; output: Uint8Array; steps: number };

function environment(): Environment & { output(): Uint8Array } {
  let output: Uint8Array = new Uint8Array();
  return {
    name: 'fuzz',
    memory: { window: LAYOUT.window, writable: LAYOUT.window, watched: [], code: 'fence.i' },
    ecall(hart) {
      const { x } = hart;
      switch (x[17]) {
        case 64n: {
          const bytes = hart.read(x[11] as bigint, Number(x[12]));
          if (bytes === undefined)
            return { kind: 'trap', cause: 'load-access-fault', address: x[11] as bigint };
          output = bytes;
          x[10] = x[12] as bigint;
          return CONTINUE;
        }
        case 93n:
          return { kind: 'exit', code: Number(x[10]) };
        default:
          return undefined;
      }
    },
    output: () => output,
  };
}

/**
 * Runs a program in interpreter and compiler, side by side in chunks of random length, and compares
 * everything that can be seen at every boundary.
 */
export function compareEngines(elf: Uint8Array, random: Random): Comparison {
  const program = readElf(elf);
  const worlds = (['interpreter', 'aot'] satisfies Engine[]).map((engine) => {
    const world = environment();
    return { world, run: createRun(program, world, { engine }) };
  });
  const [oracle, compiled] = worlds as [(typeof worlds)[0], (typeof worlds)[0]];
  while (oracle.run.outcome === undefined) {
    if (oracle.run.steps >= MAX_STEPS) return { difference: `no end after ${MAX_STEPS} steps` };
    const from = oracle.run.steps;
    const length = random.oneIn(3) ? random.between(1, 9) : random.between(10, 3000);
    oracle.run.advance(length);
    compiled.run.advance(length);
    const difference = compareStates(oracle.run, compiled.run);
    if (difference !== undefined)
      return { difference: `after ${from} steps and ${length} more: ${difference}` };
  }
  const { base, size } = LAYOUT.window;
  const memories = worlds.map(({ run }) => run.hart.read(BigInt(base), size) as Uint8Array);
  if (Buffer.compare(memories[0] as Uint8Array, memories[1] as Uint8Array) !== 0) {
    const at = (memories[0] as Uint8Array).findIndex((byte, n) => byte !== memories[1]?.[n]);
    return { difference: `memory differs at 0x${(base + at).toString(16)}` };
  }
  return { output: oracle.world.output(), steps: oracle.run.steps };
}

function compareStates(oracle: Run, compiled: Run): string | undefined {
  const same =
    oracle.pc === compiled.pc &&
    oracle.steps === compiled.steps &&
    oracle.misaligned === compiled.misaligned &&
    oracle.hart.x.every((value, n) => value === compiled.hart.x[n]) &&
    oracle.outcome === undefined &&
    compiled.outcome === undefined;
  if (same) return undefined;
  const facts = (run: Run): Record<string, unknown> => ({
    pc: run.pc,
    steps: run.steps,
    misaligned: run.misaligned,
    ...Object.fromEntries([...run.hart.x].map((value, n) => [`x${n}`, value])),
    outcome: describe(run.outcome),
  });
  const [expected, found] = [facts(oracle), facts(compiled)];
  const differing = Object.keys(expected).filter((name) => expected[name] !== found[name]);
  if (differing.length === 0) return undefined;
  const show = (value: unknown): string =>
    typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);
  return differing
    .map((name) => `${name} is ${show(found[name])}, not ${show(expected[name])}`)
    .join('; ');
}

function describe(outcome: Run['outcome']): string {
  return JSON.stringify(outcome, (_, value) =>
    typeof value === 'bigint' || value instanceof BigUint64Array ? value.toString() : value,
  );
}

import { readFileSync } from 'node:fs';
import { type AbiName, type ProgramResult, runProgram } from '@hart/abi';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildGoGuest, canBuildGo, type GoGuestName } from './go-guests.ts';

const BUILD_TIMEOUT = 300_000;
const MAX_STEPS = 5e9;

/** Both systems run the same program. */
const SYSTEMS: [GoGuestName, AbiName, readonly string[]][] = [
  ['words-go', 'linux-advanced', ['GOMAXPROCS=1', 'GOGC=off', 'GOMEMLIMIT=384MiB']],
  ['words-go-bare', 'zkvm', []],
];

const goIsThere = canBuildGo();
const title = goIsThere ? '%s' : '%s (skipped: there is no Go 1.26)';

describe.skipIf(!goIsThere).each(SYSTEMS)(title, (name, abi, variables) => {
  let elf: Uint8Array;
  beforeAll(() => {
    elf = new Uint8Array(readFileSync(buildGoGuest(name)));
  }, BUILD_TIMEOUT);

  function run(text: string, engine: 'aot' | 'interpreter' = 'aot'): ProgramResult {
    const input = new TextEncoder().encode(text);
    return runProgram(elf, {
      abi,
      engine,
      input,
      maxSteps: MAX_STEPS,
      ...(variables.length > 0 && { variables }),
    });
  }

  it('runs goroutines, timers and floating point', () => {
    const { outcome, output, log } = run('to be or not to be');
    expect({ outcome, log }).toEqual({ outcome: { kind: 'exit', code: 0 }, log: '' });
    expect(new TextDecoder().decode(output)).toBe('be 2\nnot 1\nor 1\nto 2\nentropy 1.918296\n');
  });

  it('collects garbage before RAM ends', () => {
    const { outcome, output } = run('word '.repeat(900));
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    expect(new TextDecoder().decode(output)).toContain('word 900\n');
  });

  it('gives the same run each time, in both engines', () => {
    const [first, second, interpreted] = [run('a b'), run('a b'), run('a b', 'interpreter')];
    expect([second.steps, interpreted.steps]).toEqual([first.steps, first.steps]);
    expect(interpreted.output).toEqual(first.output);
  });

  it('passes on the exit code and what was written to standard error', () => {
    const { outcome, log } = run('');
    expect({ outcome, log }).toEqual({ outcome: { kind: 'exit', code: 3 }, log: 'no words\n' });
  });
});

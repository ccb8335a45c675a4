/**
 * Runs prebuilt architecture tests in both engines and compares what they leave behind.
 *
 *     node scripts/arch-tests.ts DIR...
 *
 * Two layouts are recognised below each folder. RISCOF's, as 0xPolygonHermez/zisk-testvectors has it:
 * `rv64i_m/{I,M,A,C,F,D}/src/TEST/dut/my.elf` with the Sail model's signature in `TEST/ref`, compared word
 * for word. And riscv-tests as paritytech/polkavm builds them: `rv64u{i,m,a,c}/TEST.elf`, which check
 * themselves. Prints a count for each extension and ends with `N passed, N failed`.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { runProgram } from '@hart/abi';
import { createRun, type Engine, type Environment } from '@hart/machine';
import { type Elf, readElf } from '@hart/riscv';

const ENGINES = ['interpreter', 'aot'] as const satisfies readonly Engine[];
/** Far more than any of these tests needs. */
const MAX_STEPS = 10_000_000;

interface ArchTest {
  suite: string;
  name: string;
  /** What went wrong in an engine, or undefined. */
  run(engine: Engine): string | undefined;
}

/** 32-bit words, lower-case hex, as signature files have them one a line. */
function words(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, n) =>
    view
      .getUint32(n * 4, true)
      .toString(16)
      .padStart(8, '0'),
  );
}

function riscofTests(directory: string): ArchTest[] {
  return globSync('**/rv64i_m/{I,M,A,C,F,D}/src/*/dut/my.elf', { cwd: directory })
    .toSorted()
    .map((path) => {
      const folder = join(directory, dirname(dirname(path)));
      const reference = join(folder, 'ref', 'Reference-sail_c_simulator.signature');
      const extension = path.split('/').at(-5) as string;
      return {
        suite: `riscof ${extension}`,
        name: basename(folder, '.S'),
        run: (engine) => compareSignature(join(directory, path), reference, engine),
      };
    });
}

function compareSignature(elf: string, reference: string, engine: Engine): string | undefined {
  const { outcome, signature } = runProgram(readFileSync(elf), {
    abi: 'bare',
    engine,
    maxSteps: MAX_STEPS,
  });
  if (outcome.kind === 'trap') return `trap ${outcome.cause} at 0x${outcome.pc.toString(16)}`;
  if (outcome.kind === 'limit') return `no end after ${outcome.value} steps`;
  if (signature === undefined) return 'no signature';
  const expected = readFileSync(reference, 'utf8').trim().split(/\s+/);
  const found = words(signature);
  const wrong = expected.findIndex((word, at) => word !== found[at]);
  if (wrong >= 0) return `word ${wrong}: expected ${expected[wrong]}, found ${found[wrong]}`;
  if (found.length !== expected.length) {
    return `${found.length} words instead of ${expected.length}`;
  }
  return undefined;
}

function selfCheckingTests(directory: string): ArchTest[] {
  return globSync('**/rv64u{i,m,a,c}/*.elf', { cwd: directory })
    .toSorted()
    .map((path) => ({
      suite: `riscv-tests ${basename(dirname(path))}`,
      name: basename(path, '.elf'),
      run: (engine) => checkItself(readElf(readFileSync(join(directory, path))), engine),
    }));
}

/** Success is a jump to this address, failure an illegal instruction. */
const PASSED_PC = 0xffff0000n;

/** Code and data share a page, so all of memory is writable. */
const MEMORY = { base: 0x10000, size: 0x10000 };
const POLKAVM: Environment = {
  name: 'polkavm riscv-tests',
  memory: { window: MEMORY, writable: MEMORY, watched: [], code: 'fence.i' },
  ecall: () => undefined,
};

function checkItself(elf: Elf, engine: Engine): string | undefined {
  const run = createRun(elf, POLKAVM, { engine });
  run.advance(MAX_STEPS);
  const { outcome } = run;
  if (outcome?.kind !== 'trap') return `no end after ${MAX_STEPS} steps`;
  if (outcome.cause === 'instruction-access-fault' && outcome.pc === PASSED_PC) return undefined;
  // They keep the number of the current check in s0.
  return `${outcome.cause} at 0x${outcome.pc.toString(16)}, check ${outcome.registers[8]}`;
}

const directories = process.argv.slice(2);
if (directories.length === 0) {
  console.error('usage: node scripts/arch-tests.ts DIR...');
  process.exit(2);
}
const tests = directories.flatMap((directory) => [
  ...riscofTests(directory),
  ...selfCheckingTests(directory),
]);
let passed = 0;
let failed = 0;
for (const [suite, members] of Map.groupBy(tests, (test) => test.suite)) {
  const counts = ENGINES.map((engine) => {
    let good = 0;
    for (const test of members) {
      const problem = test.run(engine);
      if (problem === undefined) good++;
      else console.log(`FAIL ${suite} ${test.name} (${engine}): ${problem}`);
    }
    passed += good;
    failed += members.length - good;
    return `${engine} ${good}/${members.length}`;
  });
  console.log(`${suite}: ${counts.join(', ')}`);
}
if (tests.length === 0) {
  console.log(`no architecture tests below ${directories.join(', ')}`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

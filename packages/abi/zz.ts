import { readFileSync } from 'node:fs';
import { createRun } from '@hart/machine';
import { readElf, createSymbolizer } from '@hart/riscv';
import { createZkvm } from './src/zkvm.ts';
const elf = readElf(readFileSync('guests/prebuilt/stateless.elf'));
const env = createZkvm(readFileSync(process.argv[2]!));
const run = createRun(elf, env, { engine: (process.argv[3] ?? 'aot') as any });
const sym = createSymbolizer(elf);
const t0 = performance.now();
const stride = Number(process.argv[4] ?? 2**24);
while (!run.outcome && performance.now() - t0 < 15000) {
  const t = performance.now();
  run.advance(stride);
  const s = sym(Number(run.pc));
  if (process.argv[5]) console.log(run.steps, (performance.now() - t).toFixed(1)+'ms', run.pc.toString(16), s?.name, JSON.stringify(run.translation));
}
const dt = (performance.now()-t0)/1000 - run.translation.seconds;
console.log(run.outcome, run.steps, dt.toFixed(3), (run.steps/dt/1e6).toFixed(0), 'MIPS', run.translation, env.output().subarray(0,2), run.misaligned);

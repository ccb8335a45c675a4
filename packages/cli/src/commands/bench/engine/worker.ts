/** Runs one program as often as its parent asks: a process of its own, so that guests do not affect each other. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '@hart/abi';
import { encodeInput } from '@hart/stateless';
import { readBlockFolder } from '@hart/stateless/node';
import { useWasmTiers } from '../../../wasm-tiers.ts';
import type { Order, Sample, Work } from './protocol.ts';

// as `hart run` does
useWasmTiers();

const { elf: path, block, input: inputPath } = JSON.parse(process.argv[2] ?? '{}') as Work;
const elf = readFileSync(path);
const input =
  block !== null
    ? encodeInput(await readBlockFolder(block))
    : inputPath === null
      ? undefined
      : readFileSync(inputPath);

process.on('message', async (order: Order) => {
  const sample = execute(order);
  process.send?.({ ...sample, settled: await settle() });
});
process.on('disconnect', () => process.exit());

function execute({ engine, trace, maxSteps }: Order): Omit<Sample, 'settled'> {
  const { steps, seconds, outcome, output, ...result } = runProgram(elf, {
    abi: 'zkvm',
    engine,
    ...(input && { input }),
    ...(trace && { trace: () => {} }),
    ...(maxSteps > 0 && { maxSteps }),
  });
  return {
    steps,
    seconds,
    ended: outcome.kind === 'exit' ? `exit ${outcome.code}` : outcome.kind,
    output: Buffer.from(output).toString('hex'),
    traceBytes: result.trace?.bytes ?? 0,
  };
}

const WINDOW = 50;
const LONGEST = 60_000;

/**
 * Waits until V8's optimizing compiler, which works on threads of its own, has caught up. Returns
 * whether it was idle already.
 */
async function settle(): Promise<boolean> {
  const start = performance.now();
  let settled = true;
  for (let idle = 0; idle < 2 && performance.now() - start < LONGEST; ) {
    const before = process.cpuUsage();
    await sleep(WINDOW);
    const { user, system } = process.cpuUsage(before);
    if (user + system < WINDOW * 100) {
      idle++;
    } else {
      idle = 0;
      settled = false;
    }
  }
  return settled;
}

import type { TraceChunk } from '@hart/machine';
import { replayTrace } from '@hart/machine/node';
import { type Elf, encode } from '@hart/riscv';
import { expect, test } from 'vitest';
import { runProgram } from './run-program.ts';
import { type TracedProgram, traceProgram } from './trace-program.ts';

const [A7, T0, SP] = [17, 5, 2];

/** A program at 0x80000000 whose segments are these instructions. */
function programOf(words: readonly number[]): Elf {
  const data = new Uint8Array(Uint32Array.from(words).buffer);
  const segment = {
    address: 0x80000000,
    memorySize: data.length,
    data,
    readable: true,
    writable: false,
    executable: true,
  };
  return { entry: 0x80000000, flags: 0, symbols: [], segments: [segment] };
}

/** Stores and loads in a loop of five steps, `turns` times 4096, then exits with 0. */
const loop = (turns: number): Elf =>
  programOf([
    encode('lui', { rd: T0, imm: turns << 12 }),
    encode('addi', { rd: SP, rs1: 0, imm: 5 }),
    encode('slli', { rd: SP, rs1: SP, imm: 29 }),
    encode('sd', { rs1: SP, rs2: T0, imm: 0 }),
    encode('ld', { rd: 6, rs1: SP, imm: 0 }),
    encode('addi', { rd: T0, rs1: T0, imm: -1 }),
    encode('add', { rd: 7, rs1: 7, rs2: 6 }),
    encode('bne', { rs1: T0, rs2: 0, imm: -16 }),
    encode('addi', { rd: A7, rs1: 0, imm: 93 }),
    encode('ecall', {}),
  ]);
const FOREVER = programOf([encode('jal', { rd: 0, imm: 0 })]);

async function chunksOf({ chunks }: TracedProgram): Promise<TraceChunk[]> {
  const kept: TraceChunk[] = [];
  for await (const chunk of chunks) kept.push({ ...chunk, values: chunk.values.slice() });
  return kept;
}

test('the trace and the result are those of a run on this thread', async () => {
  const elf = loop(100);
  const expected: TraceChunk[] = [];
  const { seconds, ...result } = runProgram(elf, {
    abi: 'zkvm',
    trace: (chunk) => expected.push({ ...chunk, values: chunk.values.slice() }),
  });
  const traced = traceProgram(elf, { abi: 'zkvm' });
  expect(traced.result).toBe(undefined);
  // More than there are slots, so that the run has to wait.
  expect(expected.length).toBe(8);
  expect(await chunksOf(traced)).toEqual(expected);
  expect(traced.result).toMatchObject(result);
  expect(traced.result?.waited).toBeGreaterThanOrEqual(0);
});

test('a step limit ends the trace with the chunk as far as it got', async () => {
  const traced = traceProgram(FOREVER, { abi: 'zkvm', maxSteps: 2 ** 18 + 5 });
  const chunks = await chunksOf(traced);
  expect(chunks.map(({ steps, end }) => [steps, end])).toEqual([
    [2 ** 18, false],
    [5, false],
  ]);
  expect(traced.result?.outcome).toMatchObject({ kind: 'limit' });
});

test.each([
  ['while it runs', () => FOREVER],
  ['while it waits', () => FOREVER],
  ['after its end', () => loop(1)],
])('whoever stops taking chunks ends the run, %s', async (when, program) => {
  const traced = traceProgram(program(), { abi: 'zkvm' });
  for await (const chunk of traced.chunks) {
    if (when === 'while it waits') await new Promise((resolve) => setTimeout(resolve, 100));
    if (chunk.index === 0) break;
  }
  expect(traced.result).toBe(undefined);
});

test('a chunk that does not replay ends a run that would go on for ever', async () => {
  const traced = traceProgram(FOREVER, { abi: 'zkvm' });
  async function* altered() {
    for await (const chunk of traced.chunks) {
      const registers = chunk.index === 6 ? chunk.registers.with(5, 1n) : chunk.registers;
      yield { ...chunk, registers };
    }
  }
  expect(await replayTrace(altered(), { elf: FOREVER, workers: 2 })).toMatchObject({
    ok: false,
    chunk: 6,
  });
  expect(traced.result).toBe(undefined);
});

test('errors of the run come out as they are', async () => {
  await expect(
    chunksOf(traceProgram(loop(1), { abi: 'zkvm', maxMemory: 1 })),
  ).rejects.toMatchObject({ errorName: 'ABI_MEMORY_LIMIT', code: 'HART3003' });
  const nothing = traceProgram(new Uint8Array(100));
  await expect(chunksOf(nothing)).rejects.toMatchObject({ errorName: 'ELF_NOT_ELF' });
});

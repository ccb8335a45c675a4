import { hash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { AbiName, ProgramResult } from '@hart/abi';
import {
  createTraceWriter,
  type Outcome,
  type TraceChunk,
  type TraceConsumer,
  type TraceWriter,
} from '@hart/machine';
import { unwritable } from './files.ts';
import { grouped } from './text.ts';
import { RING } from './trace-option.ts';

/**
 * Calls `run` with the consumer that `--trace` names and completes the trace with the result's
 * outcome. The file is opened with the first chunk, so a program that cannot be loaded leaves it
 * alone; a run that throws leaves it without its footer, which readers refuse. Throws FILE_UNWRITABLE.
 */
export function withTrace(
  target: string | undefined,
  program: { elf: Uint8Array; abi: () => AbiName },
  run: (options: { trace?: TraceConsumer }) => ProgramResult,
): ProgramResult {
  if (target === undefined) return run({});
  if (target === RING) return run({ trace: () => {} });
  const header = { elfSha256: hash('sha256', program.elf), abi: program.abi() };
  const file = createLazyFile(target);
  let writer: TraceWriter | undefined;
  const opened = () => {
    writer ??= createTraceWriter(file.write, header);
    return writer;
  };
  try {
    const result = run({ trace: (chunk) => opened().write(chunk) });
    opened().end(result.outcome);
    return result;
  } finally {
    file.close();
  }
}

/**
 * Passes chunks on and writes them to the file that `--trace` names, with the outcome at the end. What
 * stops before is left without its footer. Throws FILE_UNWRITABLE.
 */
export async function* alsoWritten(
  target: string | undefined,
  program: { elf: Uint8Array; abi: AbiName },
  { chunks, outcome }: { chunks: AsyncIterable<TraceChunk>; outcome: () => Outcome | undefined },
): AsyncGenerator<TraceChunk> {
  if (target === undefined || target === RING) {
    yield* chunks;
    return;
  }
  const file = createLazyFile(target);
  const header = { elfSha256: hash('sha256', program.elf), abi: program.abi };
  let writer: TraceWriter | undefined;
  try {
    for await (const chunk of chunks) {
      writer ??= createTraceWriter(file.write, header);
      writer.write(chunk);
      yield chunk;
    }
    const ended = outcome();
    if (ended === undefined) return;
    writer ??= createTraceWriter(file.write, header);
    writer.end(ended);
  } finally {
    file.close();
  }
}

/** A file that is created, or emptied, by the first write to it. */
function createLazyFile(path: string) {
  let descriptor: number | undefined;
  return {
    write(bytes: Uint8Array): void {
      try {
        descriptor ??= openSync(path, 'w');
        writeFileSync(descriptor, bytes);
      } catch (error) {
        throw unwritable(path, error);
      }
    },
    close(): void {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

/** `12 chunks, 4,567,890 bytes (1.5 a step), written to FILE`, for a person. */
export function describeTrace(trace: ProgramResult['trace'] & {}, target: string): string {
  const { chunks, bytes, bytesPerStep } = trace;
  const fate = target === RING ? 'dropped' : `written to ${target}`;
  return `${grouped(chunks)} ${chunks === 1 ? 'chunk' : 'chunks'}, ${grouped(bytes)} bytes (${bytesPerStep.toFixed(2)} a step), ${fate}`;
}

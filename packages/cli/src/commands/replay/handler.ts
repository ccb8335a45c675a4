import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import process from 'node:process';
import { HartError } from '@hart/errors';
import { readTrace, replayTrace, type Trace, type TraceReplay } from '@hart/machine';
import { readElf } from '@hart/riscv';
import type { CommandResult, Invocation } from '../../command.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { readInputFile, unreadable } from '../../files.ts';
import { duration, grouped, significant } from '../../text.ts';
import type { replayOptions } from './options.ts';

/** `hart replay`: reads the trace as a stream, replays it on a pool and says what it found. */
export async function handle(invocation: Invocation<typeof replayOptions>): Promise<CommandResult> {
  const { options, progress } = invocation;
  const [path = ''] = invocation.arguments;
  if (options.elf === undefined) throw new HartError('USAGE', { what: '--elf is missing.' });
  const bytes = readInputFile(options.elf);
  const elf = readElf(bytes);
  const trace = await readTrace(fileBytes(path), { reuse: true });
  const found = hash('sha256', bytes);
  if (trace.header.elfSha256 !== found) {
    await trace.chunks[Symbol.asyncIterator]().return?.();
    throw new HartError('REPLAY_WRONG_PROGRAM', { expected: trace.header.elfSha256, found });
  }

  progress.show('replaying');
  const start = performance.now();
  const replayed = await replayTrace(trace.chunks, {
    elf,
    ...(options.workers !== undefined && { workers: options.workers }),
    onProgress(steps) {
      const rate = steps / (performance.now() - start) / 1000;
      progress.show(`replaying: ${grouped(steps)} steps, ${significant(rate)} million a second`);
    },
  });
  const result = checkEnd(replayed, trace);
  if (!result.ok) {
    const { chunk, reason } = result;
    return {
      exitCode: EXIT_CODES.FAILED.code,
      data: { chunk, reason },
      stdout: '',
      errors: [new HartError('REPLAY_FAILED', { chunk, reason })],
    };
  }
  const { chunks, steps, rowsPerSecond, workers, seconds, digest } = result;
  const threads = workers === 1 ? '1 worker' : `${workers} workers`;
  return {
    exitCode: EXIT_CODES.OK.code,
    data: { chunks, steps, rowsPerSecond, workers, seconds, digest },
    stdout: `${digest}\n`,
    report: `replayed ${grouped(chunks)} chunks, ${grouped(steps)} steps with ${threads}: ${duration(seconds)}, ${significant(rowsPerSecond / 1e6)} million rows a second\n`,
  };
}

/** The last chunk has no next one to meet, but a trap says where it must end. */
function checkEnd(result: TraceReplay, { footer }: Trace): TraceReplay {
  if (!result.ok || footer?.outcome.kind !== 'trap' || result.end === undefined) return result;
  const { pc } = footer.outcome;
  if (result.end.pc === pc) return result;
  const reason = `it ends at pc 0x${result.end.pc.toString(16)}, the trap was at 0x${pc.toString(16)}`;
  return { ok: false, chunk: result.chunks - 1, reason };
}

/** The bytes of a file, each piece gone with the next, or of standard input for `-`. */
async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  if (path === '-') {
    yield* process.stdin;
    return;
  }
  try {
    await using file = await open(path);
    // A stream would make a buffer for each piece, and collecting those costs more than reading them.
    const buffer = new Uint8Array(2 ** 20);
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

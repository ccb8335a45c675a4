import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import process from 'node:process';
import { detectAbi } from '@hart/abi';
import { type TracedResult, traceProgram } from '@hart/abi/node';
import { HartError } from '@hart/errors';
import { readTrace, type TraceOutcome } from '@hart/machine';
import { replayTrace, type TraceReplay } from '@hart/machine/node';
import { type Elf, MNEMONICS, readElf } from '@hart/riscv';
import { type CommandResult, type Invocation, optionFlag } from '../../command.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { readInputFile, unreadable } from '../../files.ts';
import { readProcessOptions } from '../../process-options.ts';
import { duration, grouped, significant } from '../../text.ts';
import { alsoWritten, describeTrace } from '../../trace-output.ts';
import { RUN_OPTIONS, type replayOptions } from './options.ts';

type ReplayInvocation = Invocation<typeof replayOptions>;

interface Program {
  bytes: Uint8Array;
  elf: Elf;
}

/** `hart replay`: replays a trace on a pool, from a file or while it is made, and says what it found. */
export async function handle(invocation: ReplayInvocation): Promise<CommandResult> {
  const { options } = invocation;
  const [path] = invocation.arguments;
  if (options.elf === undefined) throw usage('--elf is missing.');
  if (options.pipeline) {
    if (path !== undefined) throw usage('--pipeline makes the trace itself; leave TRACE out.');
  } else {
    if (path === undefined) throw usage('TRACE is missing.');
    const given = RUN_OPTIONS.find((name) => options[name] !== undefined);
    if (given !== undefined) throw usage(`${optionFlag(given)} goes with --pipeline.`);
  }
  const bytes = readInputFile(options.elf);
  const program = { bytes, elf: readElf(bytes) };
  return path === undefined ? pipeline(invocation, program) : fromFile(invocation, program, path);
}

/** Reads the trace as a stream while it is replayed. */
async function fromFile(
  { options, progress }: ReplayInvocation,
  { bytes, elf }: Program,
  path: string,
): Promise<CommandResult> {
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
  return resultOf(checkEnd(replayed, trace.footer?.outcome));
}

/** Runs the program on a thread of its own, and replays its trace on others meanwhile. */
async function pipeline(
  { options, progress }: ReplayInvocation,
  { bytes, elf }: Program,
): Promise<CommandResult> {
  const { maxSteps, maxMemory, abi = 'auto', trace: target } = options;
  const input = options.input === undefined ? undefined : readInputFile(options.input);
  let [executed, replayedSteps] = [0, 0];
  const show = () =>
    progress.show(`executed ${grouped(executed)} steps, replayed ${grouped(replayedSteps)}`);
  const traced = traceProgram(bytes, {
    abi,
    ...(input && { input }),
    ...readProcessOptions(options),
    ...(maxSteps !== undefined && { maxSteps }),
    ...(maxMemory !== undefined && { maxMemory }),
    onProgress(steps) {
      executed = steps;
      show();
    },
  });
  const outcome = () => traced.result?.outcome;
  const program = { elf: bytes, abi: abi === 'auto' ? detectAbi(elf) : abi };
  show();
  const replayed = await replayTrace(
    alsoWritten(target, program, { chunks: traced.chunks, outcome }),
    {
      elf,
      ...(options.workers !== undefined && { workers: options.workers }),
      onProgress(steps) {
        replayedSteps = steps;
        executed = Math.max(executed, steps);
        show();
      },
    },
  );
  return resultOf(checkEnd(replayed, outcome()), traced.result, target);
}

function resultOf(
  result: TraceReplay,
  execution?: TracedResult,
  traceFile?: string,
): CommandResult {
  if (!result.ok) {
    const { chunk, reason } = result;
    return {
      exitCode: EXIT_CODES.FAILED.code,
      data: { chunk, reason },
      stdout: '',
      errors: [new HartError('REPLAY_FAILED', { chunk, reason })],
    };
  }
  const { chunks, steps, rowsPerSecond, workers, seconds, digest, workerSeconds } = result;
  const threads = workers === 1 ? '1 worker' : `${workers} workers`;
  const report = [
    `replayed ${grouped(chunks)} chunks, ${grouped(steps)} steps with ${threads}: ${duration(seconds)}, ${significant(rowsPerSecond / 1e6)} million rows a second`,
  ];
  if (execution !== undefined) report.push(...describeExecution(execution, traceFile));
  return {
    exitCode: EXIT_CODES.OK.code,
    data: {
      chunks,
      steps,
      rowsPerSecond,
      workers,
      seconds,
      digest,
      workerSeconds,
      ...(execution && { execution: executionData(execution) }),
    },
    stdout: `${digest}\n`,
    report: `${report.join('\n')}\n`,
  };
}

function executionData({ outcome, seconds, waited, trace }: TracedResult) {
  const exitCode = outcome.kind === 'exit' ? outcome.code : null;
  return { reason: outcome.kind, exitCode, seconds, waited, trace };
}

function describeExecution(
  { outcome, seconds, waited, trace }: TracedResult,
  traceFile: string | undefined,
): string[] {
  const { load, compile, run } = seconds;
  const how = outcome.kind === 'exit' ? `exit code ${outcome.code}` : outcome.kind;
  const lines = [
    `meanwhile the program ran for ${duration(load + compile + run)} (${duration(compile)} of it compiling) and waited ${duration(waited)} for the replay; ${how}`,
  ];
  if (traceFile !== undefined && trace) lines.push(`trace: ${describeTrace(trace, traceFile)}`);
  return lines;
}

/** The last chunk has no next one to meet, but how the run ended says something about its end. */
function checkEnd(result: TraceReplay, outcome: TraceOutcome | undefined): TraceReplay {
  if (!result.ok || result.end === undefined) return result;
  const { pc, lastOp } = result.end;
  let reason: string | undefined;
  if (outcome?.kind === 'trap' && outcome.pc !== pc) {
    reason = `it ends at pc 0x${pc.toString(16)}, the trap was at 0x${outcome.pc.toString(16)}`;
  }
  const last = lastOp === undefined ? 'nothing' : (MNEMONICS[lastOp] as string);
  // A call, or a store to a device; a Linux program that a signal ends has a code from 129 on.
  const killed = outcome?.kind === 'exit' && outcome.code > 128;
  if (outcome?.kind === 'exit' && !killed && !/^(ecall|s[bhwd]|sc\..|amo.*)$/.test(last)) {
    reason = `its last instruction is ${last}, which cannot have been the exit`;
  }
  return reason === undefined ? result : { ok: false, chunk: result.chunks - 1, reason };
}

function usage(what: string): HartError {
  return new HartError('USAGE', { what });
}

/** The bytes of a file, each piece gone with the next, or of standard input for `-`. */
async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    if (path === '-') {
      yield* process.stdin;
      return;
    }
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

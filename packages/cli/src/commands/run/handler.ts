import process from 'node:process';
import { detectAbi, type ProgramResult, runProgram } from '@hart/abi';
import { HartError } from '@hart/errors';
import type { Trap } from '@hart/machine';
import { readElf } from '@hart/riscv';
import { describeCalls } from '../../accelerator-text.ts';
import type { CommandResult, Invocation } from '../../command.ts';
import { EXIT_CODES, exitCodeOf } from '../../exit-code.ts';
import { readInputFile, writeOutputFile } from '../../files.ts';
import { readProcessOptions } from '../../process-options.ts';
import { writeProfile } from '../../profile-output.ts';
import { bytesToHex, duration, grouped, significant } from '../../text.ts';
import { describeTrace, withTrace } from '../../trace-output.ts';
import { createTranslationCache } from '../../translation-cache.ts';
import { trapCause, trapData, trapPlace, trapReport } from '../../trap.ts';
import { useWasmTiers } from '../../wasm-tiers.ts';
import type { runOptions } from './options.ts';
import { signatureText } from './signature.ts';

/** `hart run`: reads the files, runs the program, and says how it ended. */
export async function handle(invocation: Invocation<typeof runOptions>): Promise<CommandResult> {
  const { options, progress } = invocation;
  const [path = '', ...args] = invocation.arguments;
  const { maxSteps, maxMemory, engine = 'aot' } = options;
  const elf = readInputFile(path);
  const input = options.input === undefined ? undefined : readInputFile(options.input);

  progress.show('running');
  const start = performance.now();
  useWasmTiers();
  const abiOf = () =>
    options.abi === undefined || options.abi === 'auto' ? detectAbi(readElf(elf)) : options.abi;
  const result = withTrace(options.trace, { elf, abi: abiOf }, (traced) =>
    runProgram(elf, {
      abi: options.abi ?? 'auto',
      engine,
      ...traced,
      profile: options.profile !== undefined,
      ...(options.cache !== 'off' && { translations: createTranslationCache(elf) }),
      ...(input && { input }),
      ...readProcessOptions(options),
      args,
      ...(maxSteps !== undefined && { maxSteps }),
      ...(maxMemory !== undefined && { maxMemory }),
      onProgress(steps) {
        const rate = steps / (performance.now() - start) / 1000;
        const fraction = maxSteps === undefined ? undefined : steps / maxSteps;
        progress.show(`running: ${grouped(steps)} steps, ${significant(rate)} MIPS`, fraction);
      },
    }),
  );

  if (options.signature !== undefined) {
    if (result.signature === undefined) throw new HartError('NO_SIGNATURE', { path });
    writeOutputFile(options.signature, signatureText(result.signature));
  }
  if (options.output !== undefined) writeOutputFile(options.output, result.output);

  const profile =
    result.profile &&
    writeProfile(options.profile as string, result.profile, { elf, program: path });

  const error = failureOf(result);
  const trap = trapOf(result);
  const mips = result.steps / result.seconds.run / 1e6;
  return {
    exitCode: error === undefined ? EXIT_CODES.OK.code : exitCodeOf(error),
    data: {
      exitCode: result.outcome.kind === 'exit' ? result.outcome.code : null,
      reason: result.outcome.kind,
      steps: result.steps,
      seconds: result.seconds,
      mips: Number.isFinite(mips) ? mips : 0,
      misaligned: result.misaligned,
      output: bytesToHex(result.output),
      log: result.log,
      abi: result.abi,
      engine,
      ...(result.accelerators.length > 0 && { calls: result.accelerators }),
      ...(result.trace && { trace: result.trace }),
      ...(profile && { profile: profile.data }),
      ...(trap && { trap: trapData(trap) }),
    },
    stdout: options.output === undefined ? printable(result.output) : '',
    report:
      report(result, engine, options.trace) +
      (profile === undefined ? '' : profile.top + profile.summary),
    warnings: profile?.warnings ?? [],
    errors: error === undefined ? [] : [error],
  };
}

/** Why the run failed, undefined when the guest exited with 0. */
function failureOf({ outcome }: ProgramResult): HartError | undefined {
  switch (outcome.kind) {
    case 'exit':
      return outcome.code === 0 ? undefined : new HartError('GUEST_EXIT', { code: outcome.code });
    case 'trap':
      return new HartError('GUEST_TRAP', { cause: trapCause(outcome), place: trapPlace(outcome) });
    case 'limit':
      return new HartError('GUEST_LIMIT', { value: grouped(outcome.value), limit: outcome.limit });
  }
}

/** The trap that ended the guest, also if its environment made an exit of it. */
function trapOf({ outcome }: ProgramResult): Trap | undefined {
  if (outcome.kind === 'trap') return outcome;
  return outcome.kind === 'exit' ? outcome.trap : undefined;
}

function report(result: ProgramResult, engine: string, target = ''): string {
  const { outcome, seconds } = result;
  const log = result.log === '' || result.log.endsWith('\n') ? result.log : `${result.log}\n`;
  const ended = outcome.kind === 'exit' ? `exit ${outcome.code}` : outcome.kind;
  const times = `load ${duration(seconds.load)}, compile ${duration(seconds.compile)}, run ${duration(seconds.run)}`;
  const speed = `${significant(result.steps / seconds.run / 1e6)} MIPS`;
  const misaligned = result.misaligned > 0 ? `, ${grouped(result.misaligned)} misaligned` : '';
  const summary = `${ended} after ${grouped(result.steps)} steps${misaligned} (${result.abi}, ${engine}): ${times}, ${speed}\n`;
  const { accelerators } = result;
  const calls = accelerators.length > 0 ? `accelerators: ${describeCalls(accelerators)}\n` : '';
  const trace = result.trace ? `trace: ${describeTrace(result.trace, target)}\n` : '';
  const trap = trapOf(result);
  return log + (trap ? trapReport(trap) : '') + summary + calls + trace;
}

/** Bytes as they are for files and pipes; on a terminal, hex unless they are text. */
function printable(output: Uint8Array): string | Uint8Array {
  if (!process.stdout.isTTY || output.length === 0) return output;
  const text = new TextDecoder().decode(output);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  const isText = !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text);
  return isText ? text : `${bytesToHex(output)}\n`;
}

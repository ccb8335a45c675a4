import process from 'node:process';
import { HartError, isHartError } from '@hart/errors';
import { CommanderError } from 'commander';
import type { Command, CommandResult } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT_CODES, type ExitCode, exitCodeOf } from './exit-code.ts';
import { programHelp } from './help.ts';
import { createParser } from './parser.ts';
import { createProgress } from './progress.ts';
import { renderEnvelope, renderError } from './render.ts';

/**
 * Runs `hart` with these arguments (without `node` and the script) on the process's streams and ends
 * the process with the exit code. Never throws. It does not wait for Node to end by itself: V8 would
 * first finish optimizing guest code that nobody runs any more, for seconds.
 */
export async function main(argv: readonly string[]): Promise<void> {
  // a closed pipe (`hart … | head`) ends the command quietly
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  // what follows `--` belongs to the guest, and flags are known before parsing so that errors obey them
  const flags = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const json = flags.includes('--json');
  const exitCode = await run(argv, json, flags.includes('--debug'));
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exitCode);
}

/** Resolves when everything written so far is handed over. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

async function run(argv: readonly string[], json: boolean, debug: boolean): Promise<ExitCode> {
  let result: CommandResult | undefined;
  const progress = createProgress(process.stderr);
  const execute = async (command: Command, args: string[], options: Record<string, unknown>) => {
    const { handle } = await command.load();
    result = await handle({ arguments: args, options: options as never, progress });
  };
  try {
    await createParser(COMMANDS, execute).parseAsync(argv, { from: 'user' });
  } catch (error) {
    progress.end();
    if (error instanceof CommanderError) {
      // help or version that was asked for is written already
      if (error.exitCode === 0) return EXIT_CODES.OK.code;
      if (error.code === 'commander.help') {
        process.stderr.write(programHelp(COMMANDS));
        return EXIT_CODES.USAGE.code;
      }
    }
    return fail(error, json, debug);
  }
  progress.end();
  if (result === undefined) return fail(new Error('no result'), json, debug);
  if (result.report) process.stderr.write(result.report);
  for (const error of result.errors ?? []) process.stderr.write(renderError(error));
  for (const warning of result.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  process.stdout.write(json ? renderEnvelope(result) : result.stdout);
  return result.exitCode;
}

/** Reports an error that ended the command; returns its exit code. */
function fail(thrown: unknown, json: boolean, debug: boolean): ExitCode {
  const error = toHartError(thrown);
  const exitCode = exitCodeOf(error);
  process.stderr.write(renderError(error));
  if (debug || exitCode === EXIT_CODES.BUG.code) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      process.stderr.write(`${cause.stack}\n`);
    }
  }
  if (json) {
    process.stdout.write(renderEnvelope({ exitCode, data: null, stdout: '', errors: [error] }));
  }
  return exitCode;
}

function toHartError(thrown: unknown): HartError {
  if (isHartError(thrown)) return thrown;
  if (thrown instanceof CommanderError) {
    const what = thrown.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    return new HartError('USAGE', { what }, { cause: thrown });
  }
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new HartError('BUG', { what }, { cause: thrown });
}

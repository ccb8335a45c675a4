import {
  CALL_NAMES,
  type CountedCall,
  callNameOf,
  callRow,
  type ProgramResult,
  runProgram,
  type Tier,
} from '@hart/abi';
import { HartError } from '@hart/errors';
import type { CommandResult, Invocation } from '../../command.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { readInputFile } from '../../files.ts';
import { readProcessOptions } from '../../process-options.ts';
import { grouped, table } from '../../text.ts';
import { trapPlace, trapReport } from '../../trap.ts';
import { useWasmTiers } from '../../wasm-tiers.ts';
import type { syscallsOptions } from './options.ts';

/** What one run asked of Linux. */
interface Profile {
  file: string;
  result: ProgramResult;
  calls: readonly CountedCall[];
  /** Texts of the calls that Hart does not have. */
  missing: string[];
  /** The smallest tier with all of them. */
  tier: Tier | null;
}

const ROWS = new Map(CALL_NAMES.map((name) => [callRow(name).number, callRow(name)]));

/** `hart syscalls`: runs one or two programs and shows their calls. */
export async function handle(
  invocation: Invocation<typeof syscallsOptions>,
): Promise<CommandResult> {
  const { options, progress } = invocation;
  const { engine = 'aot', maxSteps } = options;
  const input = options.input === undefined ? undefined : readInputFile(options.input);
  useWasmTiers();
  const profiles = invocation.arguments.map((file): Profile => {
    progress.show(`running ${file}`);
    const result = runProgram(readInputFile(file), {
      abi: 'linux-advanced',
      engine,
      countCalls: true,
      ...(input && { input }),
      ...(maxSteps !== undefined && { maxSteps }),
      ...readProcessOptions(options),
    });
    return profileOf(file, result);
  });
  const [only] = profiles;
  const single = profiles.length === 1 && only !== undefined;
  const failed = profiles.filter(({ missing }) => missing.length > 0);
  return {
    exitCode: failed.length > 0 ? EXIT_CODES.GUEST.code : EXIT_CODES.OK.code,
    data: single ? dataOf(only) : { programs: profiles.map(dataOf) },
    stdout: single ? textOf(only) : comparison(profiles),
    report: profiles.map(endOf).join(''),
    errors: failed.flatMap(({ result: { outcome } }) =>
      outcome.kind === 'trap'
        ? [new HartError('GUEST_TRAP', { cause: outcome.cause, place: trapPlace(outcome) })]
        : [],
    ),
  };
}

function profileOf(file: string, result: ProgramResult): Profile {
  const { outcome, calls = [] } = result;
  const unknown = outcome.kind === 'trap' && outcome.cause === 'unknown-environment-call';
  const missing = unknown ? [outcome.callText ?? `call ${outcome.call}`] : [];
  const advanced = calls.some(({ number }) => ROWS.get(number)?.tier === 'linux-advanced');
  const tier = unknown ? null : advanced ? 'linux-advanced' : 'linux-basic';
  return { file, result, calls, missing, tier };
}

const nameOf = ({ number }: CountedCall): string => callNameOf(number) ?? `call ${number}`;

function dataOf({ file, result, calls, missing, tier }: Profile) {
  const { outcome, steps } = result;
  return {
    file,
    tier,
    calls: Object.fromEntries(calls.map((call) => [nameOf(call), call.count])),
    missing,
    variants: Object.fromEntries(
      calls.map((call) => [
        nameOf(call),
        Object.fromEntries(call.variants.map(({ text, count }) => [text, count])),
      ]),
    ),
    reason: outcome.kind,
    exitCode: outcome.kind === 'exit' ? outcome.code : null,
    steps,
  };
}

/** Variants that a line shows. */
const SHOWN = 3;

function variantsText({ variants }: CountedCall): string {
  const shown = variants.slice(0, SHOWN).map(({ text, count }) => {
    if (text === '') return '';
    return variants.length === 1 ? text : `${text} × ${grouped(count)}`;
  });
  if (variants.length > SHOWN) shown.push(`${variants.length - SHOWN} more`);
  return shown.join('; ');
}

function textOf(profile: Profile): string {
  const rows = profile.calls.map((call) => [
    nameOf(call),
    String(call.number),
    ROWS.get(call.number)?.tier ?? 'missing',
    grouped(call.count),
    variantsText(call),
  ]);
  return table([['call', 'number', 'tier', 'count', 'arguments'], ...rows]) + verdict(profile);
}

function verdict({ tier, missing, calls }: Profile, file?: string): string {
  const name = file === undefined ? '' : `${file}: `;
  const sum = calls.reduce((total, { count }) => total + count, 0);
  const different = `${calls.length} different calls, ${grouped(sum)} in all`;
  const needs = tier === null ? `missing: ${missing.join(', ')}` : `needs ${tier}`;
  return `${name}${different}; ${needs}\n`;
}

function comparison(profiles: readonly Profile[]): string {
  const numbers = new Set(profiles.flatMap(({ calls }) => calls.map(({ number }) => number)));
  const rows = [...numbers]
    .sort((a, b) => a - b)
    .map((number) => [
      callNameOf(number) ?? `call ${number}`,
      ROWS.get(number)?.tier ?? 'missing',
      ...profiles.map(({ calls }) => {
        const call = calls.find((each) => each.number === number);
        return call === undefined ? '-' : grouped(call.count);
      }),
    ]);
  const head = ['call', 'tier', ...profiles.map(({ file }) => file)];
  return (
    table([head, ...rows]) + profiles.map((profile) => verdict(profile, profile.file)).join('')
  );
}

/** How a program ended, for standard error, with what it said there itself. */
function endOf({ file, result: { outcome, steps, log } }: Profile): string {
  const said = log === '' || log.endsWith('\n') ? log : `${log}\n`;
  const ended = outcome.kind === 'exit' ? `exit ${outcome.code}` : outcome.kind;
  const trap = outcome.kind === 'trap' ? trapReport(outcome) : '';
  return `${said}${trap}${file}: ${ended} after ${grouped(steps)} steps\n`;
}

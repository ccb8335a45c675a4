import { basename } from 'node:path';
import { type ProgramResult, runProgram } from '@hart/abi';
import { HartError, isHartError } from '@hart/errors';
import { functionInstructions } from '@hart/profile';
import { readElf } from '@hart/riscv';
import {
  agree,
  type BlockInput,
  type BlockReport,
  createCostAttribution,
  guestFile,
  validateBlock,
} from '@hart/stateless';
import type { CommandResult, Invocation } from '../../command.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { type WrittenProfile, writeProfile } from '../../profile-output.ts';
import { grouped, significant } from '../../text.ts';
import { describeTrace, withTrace } from '../../trace-output.ts';
import { createTranslationCache } from '../../translation-cache.ts';
import { useWasmTiers } from '../../wasm-tiers.ts';
import { type BlockCostData, priceBlock, renderBlockCost } from './block-cost-report.ts';
import { checksOf } from './checks.ts';
import type { blockOptions } from './options.ts';
import { type OracleResult, renderVerdict } from './render-verdict.ts';
import { readSource } from './source.ts';

/** `hart block`: reads or fetches the block, validates it, and compares with the oracle if asked to. */
export async function handle(invocation: Invocation<typeof blockOptions>): Promise<CommandResult> {
  const { options, progress } = invocation;
  const { block, expectedHash } = await readSource(invocation);

  progress.show('validating');
  const start = performance.now();
  useWasmTiers();
  let trace: ProgramResult['trace'];
  let profile: WrittenProfile | undefined;
  let cost: BlockCostData | undefined;
  const guestName = options.guest ?? 'rust';
  const level = options.accelerators ?? 'plain';
  const report = await validateBlock(block, {
    guest: guestName,
    accelerators: level,
    engine: options.engine ?? 'aot',
    ...(expectedHash !== undefined && { expectedHash }),
    runner(elf, runOptions) {
      const program = { elf, abi: () => runOptions.abi };
      const attribution = options.profile === undefined ? undefined : createCostAttribution();
      const result = withTrace(options.trace, program, (traced) =>
        runProgram(elf, {
          ...runOptions,
          ...traced,
          profile: options.profile !== undefined,
          ...(attribution && { onProbe: attribution.onProbe }),
          ...(options.cache !== 'off' && { translations: createTranslationCache(elf) }),
        }),
      );
      trace = result.trace;
      if (result.profile !== undefined) {
        const guest = { elf, program: basename(guestFile(guestName, level)) };
        profile = writeProfile(options.profile as string, result.profile, guest);
      }
      if (result.profile !== undefined && attribution !== undefined && guestName === 'rust') {
        const { steps, accelerators } = result;
        const functions = functionInstructions(result.profile, readElf(elf));
        cost = priceBlock(attribution.finish(steps, accelerators), functions, accelerators);
      }
      return result;
    },
    onProgress(steps) {
      const rate = steps / (performance.now() - start) / 1000;
      progress.show(`validating: ${grouped(steps)} steps, ${significant(rate)} MHz`);
    },
  });
  let oracle: OracleResult | undefined;
  const errors: HartError[] = [];
  if (!report.valid) errors.push(new HartError('BLOCK_INVALID', { reason: report.reason ?? '' }));
  if (options.oracle) {
    progress.show('validating with EthereumJS');
    try {
      oracle = await askOracle(block, report);
      if (!oracle.agree) {
        errors.push(new HartError('ORACLE_DISAGREES', { what: oracle.differences.join('; ') }));
      }
    } catch (error) {
      if (!isHartError(error)) throw error;
      errors.push(error);
    }
  }

  const { verdict: _, ...data } = report;
  const checked = checksOf(report);
  return {
    exitCode: errors.length === 0 ? EXIT_CODES.OK.code : EXIT_CODES.FAILED.code,
    data: {
      ...data,
      ...(trace && { trace }),
      ...(profile && { profile: profile.data }),
      ...(cost && { cost }),
      chainId: Number(block.chainId),
      checked,
      ...(oracle && { oracle }),
    },
    stdout: renderVerdict(report, checked, BigInt(block.chainId), oracle),
    report:
      (trace ? `trace: ${describeTrace(trace, options.trace ?? '')}\n` : '') +
      (cost === undefined ? (profile?.top ?? '') : renderBlockCost(cost)) +
      (profile?.summary ?? ''),
    warnings: profile?.warnings ?? [],
    errors,
  };
}

async function askOracle(block: BlockInput, report: BlockReport): Promise<OracleResult> {
  const { validateWithOracle } = await import('@hart/stateless/oracle');
  const { used: _, seconds, ...verdict } = await validateWithOracle(block);
  return { ...agree(report.verdict, verdict), valid: verdict.reason === undefined, seconds };
}

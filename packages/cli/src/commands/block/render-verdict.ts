import process from 'node:process';
import { styleText } from 'node:util';
import type { Agreement, BlockReport } from '@hart/stateless';
import { describeCalls } from '../../accelerator-text.ts';
import { duration, grouped, significant, table } from '../../text.ts';
import type { CheckResult } from './checks.ts';

/** What EthereumJS made of the same block. */
export interface OracleResult extends Agreement {
  valid: boolean;
  seconds: number;
}

const OUTPUT = { stream: process.stdout };

const CHAINS: Record<string, string> = { 1: 'mainnet', 11155111: 'sepolia', 560048: 'hoodi' };

/** The verdict for a person. */
export function renderVerdict(
  report: BlockReport,
  checked: readonly CheckResult[],
  chainId: bigint,
  oracle: OracleResult | undefined,
): string {
  const { seconds, steps } = report;
  const chain = CHAINS[String(chainId)] ?? `chain ${chainId}`;
  const facts = [
    ['hash', report.hash],
    ...(report.reason === undefined ? [] : [['reason', report.reason]]),
    ...(report.refusedBy === 'hash' ? [['expected', report.expectedHash ?? '']] : []),
    ['state before', report.preStateRoot],
    ['state after', report.postStateRoot],
    ['gas used', grouped(report.gasUsed)],
    ['steps', `${grouped(steps)} RISC-V instructions`],
    ...(report.calls.length === 0 ? [] : [['accelerators', describeCalls(report.calls)]]),
    ['time', timesOf(seconds)],
    [
      'speed',
      `${significant(steps / seconds.run / 1e6)} MHz, ${significant(report.mgasPerSecond)} Mgas/s`,
    ],
    ...(oracle === undefined ? [] : [['oracle', describeOracle(oracle)]]),
  ];
  const head = `${chain} block ${report.number}: ${statusOf(report)}\n`;
  return `${head}${table(facts, { indent: 2 })}\nchecked\n${renderChecks(checked)}`;
}

const CHECK_COLORS = { ok: 'green', FAIL: 'red', 'not checked': 'yellow' } as const;

function renderChecks(checked: readonly CheckResult[]): string {
  const width = Math.max(...checked.map(({ status }) => status.length));
  return checked
    .map(({ status, what }) => {
      const word = styleText(CHECK_COLORS[status], status.padEnd(width), OUTPUT);
      return `  ${word}  ${what}\n`;
    })
    .join('');
}

function statusOf({ valid, onTrustedPreState }: BlockReport): string {
  if (!valid) return styleText(['bold', 'red'], 'INVALID', OUTPUT);
  const status = styleText(['bold', 'green'], 'VALID', OUTPUT);
  return onTrustedPreState ? `${status}, if the given state before it is right` : status;
}

function timesOf(seconds: BlockReport['seconds']): string {
  return Object.entries(seconds)
    .map(([stage, time]) => `${stage} ${duration(time)}`)
    .join(', ');
}

function describeOracle({ agree, valid, sameReason, seconds }: OracleResult): string {
  const opinion = valid ? 'valid' : `invalid, ${sameReason ? 'same' : 'another'} reason`;
  return `EthereumJS ${agree ? 'agrees' : 'DISAGREES'}: ${opinion} (${duration(seconds)})`;
}

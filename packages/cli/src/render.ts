import { styleText } from 'node:util';
import type { HartError } from '@hart/errors';
import type { CommandResult } from './command.ts';
import { hex } from './text.ts';

/** Version of the `--json` envelope and of every command's `data`; grows when a name changes meaning. */
const SCHEMA_VERSION = 1;

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return hex(value);
  return value;
}

/** The one JSON document that `--json` prints. */
export function renderEnvelope(result: CommandResult): string {
  const { data, errors = [], warnings = [], exitCode } = result;
  const envelope = {
    schemaVersion: SCHEMA_VERSION,
    success: exitCode === 0,
    data,
    errors,
    warnings,
  };
  return `${JSON.stringify(envelope, jsonValue, 2)}\n`;
}

/** One error for the terminal: code, what was found, how to fix it. */
export function renderError(error: HartError): string {
  const head = styleText(['red', 'bold'], `error ${error.code}`, { stream: process.stderr });
  return `${head}: ${error.message}\n  fix: ${error.fix}\n`;
}

import type { ErrorName, HartError } from '@hart/errors';

/**
 * What the process exit code says, one row per code. Docs and help derive from this table.
 * 130 and 143 come from the shell when a signal ends the command.
 */
export const EXIT_CODES = {
  OK: { code: 0, meaning: 'success' },
  FAILED: { code: 1, meaning: 'the run, check or proof failed, or a file’s content is wrong' },
  USAGE: { code: 2, meaning: 'the command line is wrong' },
  GUEST: { code: 3, meaning: 'the guest trapped or reached a limit' },
  ENVIRONMENT: {
    code: 4,
    meaning: 'the surroundings: a missing or unreadable file, the network, the Node version',
  },
  BUG: { code: 70, meaning: 'a bug in Hart' },
} as const satisfies Record<string, { code: number; meaning: string }>;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]['code'];

/** Errors that are not what their number's range says: content that is wrong is 1, bugs (9xxx) are 70. */
const EXCEPTIONS: Partial<Record<ErrorName, keyof typeof EXIT_CODES>> = {
  USAGE: 'USAGE',
  ABI_NO_INPUT: 'USAGE',
  ABI_MEMORY_LIMIT: 'USAGE',
  ABI_NO_PROCESS: 'USAGE',
  ABI_FILE_PATH: 'USAGE',
  ABI_STRINGS_TOO_LONG: 'USAGE',
  FILE_NOT_FOUND: 'ENVIRONMENT',
  FILE_IS_DIRECTORY: 'ENVIRONMENT',
  FILE_UNREADABLE: 'ENVIRONMENT',
  FILE_UNWRITABLE: 'ENVIRONMENT',
  NODE_TOO_OLD: 'ENVIRONMENT',
  ENVIRONMENT_UNFIT: 'ENVIRONMENT',
  BLOCK_FILE: 'ENVIRONMENT',
  GUEST_FILE: 'ENVIRONMENT',
  BENCH_NO_SOURCES: 'ENVIRONMENT',
  BENCH_TOOLS: 'ENVIRONMENT',
  RPC_UNREACHABLE: 'ENVIRONMENT',
  RPC_HTTP_STATUS: 'ENVIRONMENT',
  RPC_METHOD_MISSING: 'ENVIRONMENT',
  RPC_ERROR: 'ENVIRONMENT',
  RPC_BLOCK_NOT_FOUND: 'ENVIRONMENT',
  RPC_BAD_RESPONSE: 'ENVIRONMENT',
  RPC_BLOCK_MISMATCH: 'ENVIRONMENT',
  GUEST_STOPPED: 'GUEST',
  GUEST_TRAP: 'GUEST',
  GUEST_LIMIT: 'GUEST',
};

/** The exit code that goes with an error, by its name, else by its number's range. */
export function exitCodeOf(error: HartError): ExitCode {
  const exception = EXCEPTIONS[error.errorName];
  if (exception !== undefined) return EXIT_CODES[exception].code;
  return error.code.startsWith('HART9') ? EXIT_CODES.BUG.code : EXIT_CODES.FAILED.code;
}

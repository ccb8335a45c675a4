import { abiOption } from '../../abi-option.ts';
import { cacheOption } from '../../cache-option.ts';
import { choice, integer, type OptionTable, text } from '../../command.ts';
import { processOptions } from '../../process-options.ts';
import { profileOption } from '../../profile-option.ts';
import { traceOption } from '../../trace-option.ts';

export const runOptions = {
  abi: abiOption,
  input: text('FILE', 'bytes that the guest reads as its (standard) input; - is standard input'),
  ...processOptions,
  output: text('FILE', 'write the guest’s public output here instead of standard output'),
  maxSteps: integer('N', 'stop after this many instructions', 1),
  maxMemory: integer('BYTES', 'give the guest this much RAM, a multiple of 4096', 4096),
  engine: choice(['aot', 'interpreter'], 'compiled to WebAssembly, or interpreted'),
  trace: traceOption,
  profile: profileOption,
  cache: cacheOption,
  signature: text('FILE', 'write the words from begin_signature to end_signature here'),
} as const satisfies OptionTable;

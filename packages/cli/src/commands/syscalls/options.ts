import { choice, integer, type OptionTable, text } from '../../command.ts';
import { argumentOption, processOptions } from '../../process-options.ts';

export const syscallsOptions = {
  input: text('FILE', 'bytes that the guest reads as its standard input; - is standard input'),
  arg: argumentOption,
  ...processOptions,
  maxSteps: integer('N', 'stop after this many instructions', 1),
  engine: choice(['aot', 'interpreter'], 'compiled to WebAssembly, or interpreted'),
} as const satisfies OptionTable;

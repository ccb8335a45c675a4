import { abiOption } from '../../abi-option.ts';
import { flag, integer, type Option, type OptionTable, text } from '../../command.ts';
import { argumentOption, processOptions } from '../../process-options.ts';
import { traceOption } from '../../trace-option.ts';

/** The same option, described as one that `--pipeline` goes with. */
function inPipeline<Value>(option: Option<Value>): Option<Value> {
  return { ...option, description: `with --pipeline: ${option.description}` };
}

export const replayOptions = {
  elf: text('ELF', 'the program that was traced (required)'),
  workers: integer('N', 'threads that replay; default one for each core', 1),
  pipeline: flag('run the program and replay its trace at the same time, instead of reading TRACE'),
  abi: inPipeline(abiOption),
  input: text('FILE', 'with --pipeline: bytes that the guest reads; - is standard input'),
  arg: inPipeline(argumentOption),
  env: inPipeline(processOptions.env),
  file: inPipeline(processOptions.file),
  maxSteps: integer('N', 'with --pipeline: stop after this many instructions', 1),
  maxMemory: integer('BYTES', 'with --pipeline: RAM of the guest, a multiple of 4096', 4096),
  trace: { ...traceOption, description: 'with --pipeline: write the trace to this file as well' },
} as const satisfies OptionTable;

/** Options that say how the program runs, which only `--pipeline` does. */
export const RUN_OPTIONS = [
  'abi',
  'input',
  'arg',
  'env',
  'file',
  'maxSteps',
  'maxMemory',
  'trace',
] as const;

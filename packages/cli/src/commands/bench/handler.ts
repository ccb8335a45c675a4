import { HartError } from '@hart/errors';
import type { CommandResult, Invocation } from '../../command.ts';
import { benchEngine } from './engine/bench-engine.ts';
import type { benchOptions } from './options.ts';

type BenchInvocation = Invocation<typeof benchOptions>;

/** What can be measured, by the name on the command line. */
const SUITES: Record<string, (invocation: BenchInvocation) => Promise<CommandResult>> = {
  engine: benchEngine,
};

/** `hart bench`. */
export async function handle(invocation: BenchInvocation): Promise<CommandResult> {
  const [name = ''] = invocation.arguments;
  const suite = SUITES[name];
  if (suite === undefined) {
    const known = Object.keys(SUITES).join(', ');
    throw new HartError('USAGE', { what: `there is no suite ${name}; there is ${known}` });
  }
  return suite(invocation);
}

import { HartError } from '@hart/errors';
import type { CommandResult, Invocation } from '../../command.ts';
import { precompilesOptions } from './options.ts';

type PrecompilesInvocation = Invocation<typeof precompilesOptions>;
type OptionName = keyof typeof precompilesOptions;

interface Action {
  /** The options that mean something for it. */
  options: readonly OptionName[];
  load: () => Promise<(invocation: PrecompilesInvocation) => Promise<CommandResult>>;
}

/** By the name on the command line; what one of them needs is not loaded for the other. */
const ACTIONS: Readonly<Record<string, Action>> = {
  list: {
    options: ['zkvm', 'kind', 'family', 'view'],
    load: async () => (await import('./list.ts')).listCommand,
  },
  bench: {
    options: ['only', 'runs', 'write'],
    load: async () => (await import('./bench/bench-precompiles.ts')).benchPrecompiles,
  },
};

/** `hart precompiles`. */
export async function handle(invocation: PrecompilesInvocation): Promise<CommandResult> {
  const [name = ''] = invocation.arguments;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    const known = Object.keys(ACTIONS).join(' and ');
    throw new HartError('USAGE', { what: `there is no action ${name}; there are ${known}` });
  }
  // beside those of every command
  const given = (Object.keys(precompilesOptions) as OptionName[]).filter(
    (option) => invocation.options[option] !== undefined,
  );
  const stray = given.find((option) => !action.options.includes(option));
  if (stray !== undefined) {
    throw new HartError('USAGE', { what: `--${stray} means nothing to ${name}` });
  }
  const run = await action.load();
  return run(invocation);
}

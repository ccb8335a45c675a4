import { defineCommand } from '../../command.ts';
import { precompilesOptions } from './options.ts';

export const precompiles = defineCommand({
  name: 'precompiles',
  summary: 'Show which operations zkVMs accelerate, and measure what it brings',
  description:
    'ACTION is `list` or `bench`. `list`: the calls that eight zkVMs and the zkVM standard offer to guests, with\n' +
    'the id by which machine code names them, the version that was read and the file in its repository that\n' +
    'defines them. `bench`: pairings, hashes, signatures and more, each by one library or several, in software\n' +
    'alone (plain), with the library’s innermost operation accelerated (lean) and as one call (fat): steps,\n' +
    'calls, wall time, trace and what proving would cost by published cost tables. Builds the guests first,\n' +
    'which needs Rust, clang and lld. All outputs of a workload must be equal.',
  usage: ['list [options]', 'bench [options]'],
  arguments: [{ name: 'ACTION', description: 'list or bench', required: true }],
  options: precompilesOptions,
  examples: [
    {
      command: 'hart precompiles list --view matrix',
      description: 'Who accelerates what, at a glance',
    },
    {
      command: 'hart precompiles list --family bn254 --zkvm sp1,zisk',
      description: 'What two zkVMs have for BN254',
    },
    {
      command: 'hart precompiles bench --only bn254-pairing',
      description: 'What accelerators bring to three pairing libraries',
    },
  ],
  stdout: {
    text: 'the list, the matrix, or a row for each workload, library and level',
    json: 'list: `entries`, each with `zkvm`, `version`, `name`, `kind`, `family`, `id`, `source` and, where known, `invocation`, `signature`, `cost`; bench: `rows`, each with `workload`, `library`, `level`, `items`, `steps`, `calls`, `seconds`, `traceBytes`, `cost` by table, and the `claims` of the original study with their figures',
  },
  load: () => import('./handler.ts'),
});

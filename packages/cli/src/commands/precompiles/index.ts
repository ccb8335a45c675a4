import { defineCommand } from '../../command.ts';
import { precompilesOptions } from './options.ts';

export const precompiles = defineCommand({
  name: 'precompiles',
  summary: 'Show which operations zkVMs accelerate',
  description:
    'ACTION is `list`: the calls that eight zkVMs and the zkVM standard offer to guests, with the id by which\n' +
    'machine code names them, the version that was read and the file in its repository that defines them.',
  usage: ['list [options]'],
  arguments: [{ name: 'ACTION', description: 'list', required: true }],
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
  ],
  stdout: {
    text: 'the list, or the matrix',
    json: '`entries`, each with `zkvm`, `version`, `name`, `kind`, `family`, `id`, `source` and, where known, `invocation`, `signature`, `cost`',
  },
  load: () => import('./handler.ts'),
});

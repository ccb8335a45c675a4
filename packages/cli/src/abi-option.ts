import type { AbiName } from '@hart/abi';
import { choice } from './command.ts';

// Named here once more, so that help does not have to load the environments.
const CHOICES = ['auto', 'bare', 'zkvm', 'zisk', 'sp1', 'linux-basic', 'linux-advanced'] as const;

/** Does not compile if an environment is missing above. */
const ALL: Record<AbiName | 'auto', (typeof CHOICES)[number]> = {
  auto: 'auto',
  bare: 'bare',
  zkvm: 'zkvm',
  zisk: 'zisk',
  sp1: 'sp1',
  'linux-basic': 'linux-basic',
  'linux-advanced': 'linux-advanced',
};

export const abiOption = choice(
  CHOICES,
  `the guest’s environment; ${ALL.auto} looks at the program`,
);

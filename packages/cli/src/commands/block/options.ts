import type { AccelerationLevel, GuestName } from '@hart/stateless';
import { cacheOption } from '../../cache-option.ts';
import { choice, flag, hash, integer, type OptionTable, text } from '../../command.ts';
import { profileOption } from '../../profile-option.ts';
import { traceOption } from '../../trace-option.ts';

/** The guests, by name; written out, so that help need not load them. */
const GUEST_CHOICES = ['rust', 'go', 'go-bare'] as const;
GUEST_CHOICES satisfies readonly GuestName[];
true satisfies [Exclude<GuestName, (typeof GUEST_CHOICES)[number]>] extends [never] ? true : never;

const LEVEL_CHOICES = ['plain', 'lean', 'fat'] as const satisfies readonly AccelerationLevel[];
true satisfies [Exclude<AccelerationLevel, (typeof LEVEL_CHOICES)[number]>] extends [never]
  ? true
  : never;

export const blockOptions = {
  guest: choice(GUEST_CHOICES, 'the validator: in Rust, in Go on Linux, or in Go without Linux'),
  accelerators: choice(
    LEVEL_CHOICES,
    'what the Rust guest leaves to accelerators: nothing, permutations and modular arithmetic, or whole operations',
  ),
  witness: text('FILE', 'execution witness, as debug_executionWitness of geth or reth gives it'),
  hash: hash('HASH', 'the block hash to expect'),
  rpc: text('URL', 'fetch block and witness from this node'),
  number: integer('N', 'the number of the block to fetch', 0),
  chainId: integer('N', 'chain of a block file (default: as its transactions say, else 1)', 0),
  trustPreState: flag(
    'accept a witness without the parent header on the pre-state root that it names',
  ),
  oracle: flag('validate again with EthereumJS and compare'),
  engine: choice(['aot', 'interpreter'], 'compiled to WebAssembly, or interpreted'),
  trace: traceOption,
  profile: profileOption,
  cache: cacheOption,
} as const satisfies OptionTable;

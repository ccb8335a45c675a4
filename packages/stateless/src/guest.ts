import { HartError } from '@hart/errors';

/** A program that speaks this package's input and output. */
interface Guest {
  /** Below `guests`. */
  readonly file: string;
  /** The same program, which leaves some of its work to accelerators. */
  readonly accelerated?: Readonly<Record<Exclude<AccelerationLevel, 'plain'>, string>>;
  /** The environment it is built for. */
  readonly abi: 'zkvm' | 'linux-advanced';
  /** Environment variables of a Linux program. */
  readonly variables?: readonly string[];
}

/**
 * The guests, by the name that `--guest` takes. `rust` is the one that counts; the others are Go on
 * go-ethereum's packages, as a Linux program and without an operating system, see docs/go.md.
 */
export const GUESTS = {
  rust: {
    file: 'prebuilt/stateless.elf',
    accelerated: { lean: 'prebuilt/stateless-lean.elf', fat: 'prebuilt/stateless-fat.elf' },
    abi: 'zkvm',
  },
  go: {
    file: 'target/go/stateless-go',
    abi: 'linux-advanced',
    // One thread; the collector runs only when a gibibyte is in use.
    variables: ['GOMAXPROCS=1', 'GOGC=off', 'GOMEMLIMIT=1GiB', 'GODEBUG=asyncpreemptoff=1'],
  },
  'go-bare': { file: 'target/go/stateless-go-bare', abi: 'zkvm' },
} as const satisfies Record<string, Guest>;

export type GuestName = keyof typeof GUESTS;

/**
 * What a guest leaves to accelerators: nothing, permutations and modular arithmetic, or whole operations such as
 * a pairing. See docs/accelerators.md.
 */
export const ACCELERATION_LEVELS = ['plain', 'lean', 'fat'] as const;
export type AccelerationLevel = (typeof ACCELERATION_LEVELS)[number];

/**
 * Where a guest's program lies below `guests`.
 *
 * @throws GUEST_NOT_ACCELERATED
 */
export function guestFile(name: GuestName, level: AccelerationLevel = 'plain'): string {
  const { file, accelerated }: Guest = GUESTS[name];
  if (level === 'plain') return file;
  if (accelerated === undefined) throw new HartError('GUEST_NOT_ACCELERATED', { guest: name });
  return accelerated[level];
}

/** All names, in the order in which help shows them. */
export const GUEST_NAMES = Object.keys(GUESTS) as readonly GuestName[];

/** How a guest is run. */
export function environmentOf(name: GuestName): Pick<Guest, 'abi' | 'variables'> {
  const { abi, variables }: Guest = GUESTS[name];
  return variables === undefined ? { abi } : { abi, variables };
}

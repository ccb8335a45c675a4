import { FAMILIES, KINDS, ZKVM_NAMES } from '@hart/accelerators/vocabulary';
import {
  choice,
  flag,
  InvalidValue,
  integer,
  type Option,
  type OptionTable,
} from '../../command.ts';

/** `RISC Zero` → `risc-zero`, as names are written on the command line. */
function slug(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

/** An option with some of a few names, commas between them, in any case. */
function someOf<const Name extends string>(
  value: string,
  names: readonly Name[],
  description: string,
): Option<readonly Name[]> {
  return {
    value,
    description,
    choices: names.map(slug),
    parse(given) {
      return given.split(',').map((part) => {
        const found = names.find((name) => slug(name) === slug(part));
        if (found === undefined) {
          throw new InvalidValue(`Expected some of ${names.map(slug).join(', ')}`);
        }
        return found;
      });
    },
  };
}

const only: Option<readonly string[]> = {
  value: 'A,B',
  description: 'bench: only these workloads, such as bn254-pairing, keccak256',
  defaultText: 'all',
  parse(given) {
    const names = given.split(',');
    if (names.includes('')) throw new InvalidValue('Expected names with commas between them');
    return names;
  },
};

const keysOf = <Key extends string>(table: Record<Key, string>): Key[] =>
  Object.keys(table) as Key[];

export const precompilesOptions = {
  zkvm: someOf('A,B', ZKVM_NAMES, 'list: only these zkVMs'),
  kind: {
    ...someOf('A,B', keysOf(KINDS), 'list: only these kinds, such as hash, field, curve, hint'),
    defaultText: 'all but system, unless --family says more',
  },
  family: someOf(
    'A,B',
    keysOf(FAMILIES),
    'list: only what works on these, such as keccak, bn254, u256',
  ),
  view: choice(
    ['list', 'matrix'],
    'list: a row for each call, or the number of calls by family and zkVM',
  ),
  only,
  runs: {
    ...integer('N', 'bench: runs of each program once it is warm, of which the median counts', 1),
    defaultText: '5',
  },
  write: flag('bench: write the report page of the book, its chart and its data'),
} as const satisfies OptionTable;

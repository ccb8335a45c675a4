import { FAMILIES, KINDS, ZKVMS } from '@hart/accelerators';
import { choice, InvalidValue, type Option, type OptionTable } from '../../command.ts';

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

const keysOf = <Key extends string>(table: Record<Key, string>): Key[] =>
  Object.keys(table) as Key[];

export const precompilesOptions = {
  zkvm: someOf(
    'A,B',
    ZKVMS.map(({ name }) => name),
    'only these zkVMs',
  ),
  kind: {
    ...someOf('A,B', keysOf(KINDS), 'only these kinds, such as hash, field, curve, hint'),
    defaultText: 'all but system, unless --family says more',
  },
  family: someOf('A,B', keysOf(FAMILIES), 'only what works on these, such as keccak, bn254, u256'),
  view: choice(
    ['list', 'matrix'],
    'a row for each call, or the number of calls by family and zkVM',
  ),
} as const satisfies OptionTable;

import { flag, InvalidValue, integer, type Option, type OptionTable } from '../../command.ts';

const guests: Option<readonly string[]> = {
  value: 'A,B',
  description: 'only these guests',
  defaultText: 'all',
  parse(given) {
    const names = given.split(',');
    if (names.includes('')) throw new InvalidValue('Expected names with commas between them');
    return names;
  },
};

export const benchOptions = {
  guests,
  runs: {
    ...integer(
      'N',
      'runs of each engine and peer once they are warm, of which the median counts',
      1,
    ),
    defaultText: '5',
  },
  write: flag('write the report page of the book, its chart and its data'),
} as const satisfies OptionTable;

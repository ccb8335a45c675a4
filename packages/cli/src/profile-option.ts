import { InvalidValue, type Option } from './command.ts';

/** The formats of a profile by the ending of the file's name. */
const PROFILE_FORMATS = {
  '.pb.gz': 'pprof',
  '.pprof': 'pprof',
  '.folded': 'folded',
  '.json': 'speedscope',
} as const;

export type ProfileFormat = (typeof PROFILE_FORMATS)[keyof typeof PROFILE_FORMATS];

const ENDINGS = Object.keys(PROFILE_FORMATS) as (keyof typeof PROFILE_FORMATS)[];

/** Format of the profile that goes into a file; undefined if its name does not say. */
export function profileFormat(path: string): ProfileFormat | undefined {
  const ending = ENDINGS.find((end) => path.endsWith(end));
  return ending && PROFILE_FORMATS[ending];
}

/** `--profile`, the same for every command that runs a guest. */
export const profileOption: Option<string> = {
  value: 'FILE',
  description:
    'write where the steps were spent: .pb.gz (pprof), .folded (flame graphs) or .json (speedscope)',
  parse(path) {
    if (profileFormat(path) !== undefined) return path;
    throw new InvalidValue(`Expected a file name that ends with ${ENDINGS.join(', ')}`);
  },
};

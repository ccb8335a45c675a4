import { stacksOf } from './internal/stacks.ts';
import type { SourceProfile } from './source-profile.ts';

/** A file as speedscope defines it (https://www.speedscope.app/file-format-schema.json), as far as it is used. */
export interface SpeedscopeFile {
  $schema: string;
  name: string;
  exporter: string;
  shared: { frames: { name: string; file?: string }[] };
  profiles: {
    type: 'sampled';
    name: string;
    unit: 'none';
    startValue: number;
    endValue: number;
    samples: (readonly number[])[];
    weights: number[];
  }[];
}

/** A profile for https://www.speedscope.app: a sample for each path of functions, weighted by its steps. */
export function toSpeedscope(profile: SourceProfile, name: string): SpeedscopeFile {
  const stacks = stacksOf(profile);
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'hart',
    shared: {
      frames: profile.functions.map(({ name: frame, file }) => ({
        name: frame,
        ...(file !== undefined && { file }),
      })),
    },
    profiles: [
      {
        type: 'sampled',
        name: 'steps',
        unit: 'none',
        startValue: 0,
        endValue: profile.steps,
        samples: stacks.map(({ functions }) => functions),
        weights: stacks.map(({ steps }) => steps),
      },
    ],
  };
}

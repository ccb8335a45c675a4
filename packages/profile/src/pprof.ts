import type { Elf } from '@hart/riscv';
import { encodeMessage, type MessageWriter } from './internal/protobuf.ts';
import type { SourceProfile } from './source-profile.ts';

// Field numbers of https://github.com/google/pprof/blob/main/proto/profile.proto.
const PROFILE = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  stringTable: 6,
  periodType: 11,
  period: 12,
  defaultSampleType: 14,
} as const;
const VALUE_TYPE = { type: 1, unit: 2 } as const;
const SAMPLE = { locations: 1, values: 2 } as const;
const MAPPING = {
  id: 1,
  start: 2,
  limit: 3,
  offset: 4,
  filename: 5,
  hasFunctions: 7,
  hasFilenames: 8,
  hasLineNumbers: 9,
  hasInlineFrames: 10,
} as const;
const LOCATION = { id: 1, mapping: 2, address: 3, line: 4 } as const;
const LINE = { function: 1, line: 2 } as const;
const FUNCTION = { id: 1, name: 2, systemName: 3, filename: 4 } as const;

/**
 * A profile as pprof's profile.proto, not compressed: a sample for each path of calls and location, with
 * inlined functions as further lines of a location. `program` is what the mapping is called.
 */
export function toPprof(
  profile: SourceProfile,
  elf: Elf,
  program: string,
): Uint8Array<ArrayBuffer> {
  const strings = new Map<string, number>([['', 0]]);
  const text = (value: string): number => {
    let number = strings.get(value);
    if (number === undefined) {
      number = strings.size;
      strings.set(value, number);
    }
    return number;
  };
  const steps = (message: MessageWriter): void => {
    message.integer(VALUE_TYPE.type, text('steps'));
    message.integer(VALUE_TYPE.unit, text('count'));
  };
  return encodeMessage((message) => {
    message.message(PROFILE.sampleType, steps);
    writeSamples(message, profile);
    writeMapping(message, profile, elf, text(program));
    // Numbers begin with 1: 0 means none.
    for (const [index, { address, lines }] of profile.locations.entries()) {
      message.message(PROFILE.location, (location) => {
        location.integer(LOCATION.id, index + 1);
        location.integer(LOCATION.mapping, 1);
        location.integer(LOCATION.address, address);
        for (const { function: number, line } of lines) {
          location.message(LOCATION.line, (entry) => {
            entry.integer(LINE.function, number + 1);
            entry.integer(LINE.line, line);
          });
        }
      });
    }
    for (const [index, { name, linkageName, file = '' }] of profile.functions.entries()) {
      message.message(PROFILE.function, (entry) => {
        entry.integer(FUNCTION.id, index + 1);
        entry.integer(FUNCTION.name, text(name));
        entry.integer(FUNCTION.systemName, text(linkageName));
        entry.integer(FUNCTION.filename, text(file));
      });
    }
    message.message(PROFILE.periodType, steps);
    message.integer(PROFILE.period, 1);
    message.integer(PROFILE.defaultSampleType, text('steps'));
    for (const value of strings.keys()) message.text(PROFILE.stringTable, value);
  });
}

function writeSamples(message: MessageWriter, { nodes }: SourceProfile): void {
  /** Locations of the calls that lead to each node, the last one first. */
  const calls: number[][] = [];
  for (const { parent, call, samples } of nodes) {
    const around = parent < 0 ? [] : [call + 1, ...calls[parent]!];
    calls.push(around);
    for (const { location, steps } of samples) {
      message.message(PROFILE.sample, (sample) => {
        sample.packed(SAMPLE.locations, [location + 1, ...around]);
        sample.packed(SAMPLE.values, [steps]);
      });
    }
  }
}

/** All of the program as one mapping: from its first to behind its last executable byte. */
function writeMapping(
  message: MessageWriter,
  { locations, functions }: SourceProfile,
  { segments }: Elf,
  name: number,
): void {
  const code = segments.filter(({ executable }) => executable);
  const start = Math.min(...code.map(({ address }) => address));
  const limit = Math.max(...code.map(({ address, memorySize }) => address + memorySize));
  const hasLines = locations.some(({ lines }) => lines.some(({ line }) => line > 0));
  const hasInlined = locations.some(({ lines }) => lines.length > 1);
  message.message(PROFILE.mapping, (mapping) => {
    mapping.integer(MAPPING.id, 1);
    mapping.integer(MAPPING.start, code.length > 0 ? start : 0);
    mapping.integer(MAPPING.limit, code.length > 0 ? limit : 0);
    mapping.integer(MAPPING.offset, 0);
    mapping.integer(MAPPING.filename, name);
    mapping.integer(MAPPING.hasFunctions, 1);
    mapping.integer(MAPPING.hasFilenames, functions.some(({ file }) => file !== undefined) ? 1 : 0);
    mapping.integer(MAPPING.hasLineNumbers, hasLines ? 1 : 0);
    mapping.integer(MAPPING.hasInlineFrames, hasInlined ? 1 : 0);
  });
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AddBlock, Profile } from '@hart/machine';
import type { DebugInfo, Elf } from '@hart/riscv';
import { expect, test } from 'vitest';
import { toFolded } from './folded.ts';
import { functionSteps } from './function-steps.ts';
import { toPprof } from './pprof.ts';
import { nameProfile } from './source-profile.ts';
import { toSpeedscope } from './speedscope.ts';

const BASE = 0x80000000;
const ELF: Elf = {
  entry: BASE,
  flags: 0,
  segments: [
    {
      address: BASE,
      memorySize: 0x100,
      data: new Uint8Array(0x100),
      readable: true,
      writable: false,
      executable: true,
    },
  ],
  symbols: [
    { name: '_RNvC4main5start', address: BASE, size: 0x20, kind: 'function' },
    { name: 'f', address: BASE + 0x20, size: 0x20, kind: 'function' },
  ],
};

/** start calls f, which calls itself and something without a symbol, below which the tree is cut. */
const NODES: [parent: number, callSite: number, address: number, samples: [number, number][]][] = [
  [
    -1,
    -1,
    0,
    [
      [0, 10],
      [4, 20],
    ],
  ],
  [
    0,
    4,
    0x20,
    [
      [0x20, 100],
      [0x24, 200],
    ],
  ],
  [1, 0x24, 0x20, [[0x20, 1000]]],
  [2, 0x24, 0x80, [[0x84, 5]]],
  [3, 0x84, -1, [[0x20, 7]]],
];
const PROFILE: Profile = {
  steps: 1342,
  nodes: NODES.map(([parent, callSite, address, samples]) => ({
    parent,
    callSite: callSite < 0 ? undefined : BASE + callSite,
    address: address < 0 ? undefined : BASE + address,
    steps: samples.reduce((sum, [, steps]) => sum + steps, 0),
    samples: () => new Map(samples.map(([offset, steps]) => [BASE + offset, steps])),
    blocks(add) {
      for (const [offset, steps] of samples) add([BASE + offset], steps);
    },
  })),
};

/** What was inlined: at f+4, `g` in f. */
const DEBUG: DebugInfo = {
  problems: [],
  locate: (pc) =>
    pc === BASE + 0x24
      ? [
          { function: '_RNvC4main1g', file: '/g.rs', line: 3 },
          { function: 'f.llvm.1', file: '/f.rs', line: 8 },
        ]
      : pc === BASE + 0x20
        ? [{ function: 'f.llvm.1', file: '/f.rs', line: 7 }]
        : [],
};

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

test('without debug information, symbols and addresses name functions', () => {
  const named = nameProfile(PROFILE, ELF);
  expect(toFolded(named)).toBe(
    [
      'main::start 30',
      'main::start;f 300',
      'main::start;f;f 1000',
      'main::start;f;f;0x80000080 5',
      'main::start;f;f;0x80000080;(deeper);f 7',
      '',
    ].join('\n'),
  );
  expect(functionSteps(named)).toEqual([
    { name: 'f', exclusive: 1307, inclusive: 1312 },
    { name: 'main::start', exclusive: 30, inclusive: 1342 },
    { name: '0x80000080', exclusive: 5, inclusive: 12 },
    { name: '(deeper)', exclusive: 0, inclusive: 7 },
  ]);
});

test('with debug information, inlined functions stand on the path, also around calls', () => {
  const named = nameProfile(PROFILE, ELF, DEBUG);
  expect(toFolded(named)).toBe(
    [
      'main::start 30',
      'main::start;f 100',
      'main::start;f;main::g 200',
      'main::start;f;main::g;f 1000',
      'main::start;f;main::g;f;main::g;0x80000080 5',
      'main::start;f;main::g;f;main::g;0x80000080;(deeper);f 7',
      '',
    ].join('\n'),
  );
  const g = functionSteps(named).find(({ name }) => name === 'main::g');
  expect(g).toEqual({ name: 'main::g', exclusive: 200, inclusive: 1212 });
  expect(named.functions.find(({ name }) => name === 'main::g')).toMatchObject({
    linkageName: '_RNvC4main1g',
    file: '/g.rs',
  });
});

test('speedscope gets a file of the shape that its schema asks for', () => {
  const file = toSpeedscope(nameProfile(PROFILE, ELF, DEBUG), 'guest.elf');
  const { shared, profiles } = JSON.parse(JSON.stringify(file)) as typeof file;
  const [profile] = profiles;
  if (profile === undefined) throw new Error('no profile');
  expect(file.$schema).toBe('https://www.speedscope.app/file-format-schema.json');
  for (const { name, file: source } of shared.frames) {
    expect(typeof name).toBe('string');
    expect(['string', 'undefined']).toContain(typeof source);
  }
  expect(profile).toMatchObject({ type: 'sampled', name: 'steps', unit: 'none', startValue: 0 });
  expect(profile.samples).toHaveLength(profile.weights.length);
  for (const frame of profile.samples.flat()) expect(shared.frames[frame]).toBeDefined();
  expect(sum(profile.weights)).toBe(PROFILE.steps);
  expect(profile.endValue).toBe(PROFILE.steps);
});

/** The fields of a protocol buffer message: numbers, or bytes. */
function fields(bytes: Uint8Array): [field: number, value: number | Uint8Array][] {
  const found: [number, number | Uint8Array][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = varint();
    if ((tag & 7) === 0) found.push([tag >> 3, number]);
    else {
      found.push([tag >> 3, bytes.subarray(at, at + number)]);
      at += number;
    }
  }
  return found;
}

test('pprof gets every path, with inlined functions as lines of one location', () => {
  const named = nameProfile(PROFILE, ELF, DEBUG);
  const all = fields(toPprof(named, ELF, 'guest.elf'));
  const messages = (field: number) =>
    all.filter(([n]) => n === field).map(([, value]) => value as Uint8Array);
  const strings = messages(6).map((bytes) => new TextDecoder().decode(bytes));
  expect(strings[0]).toBe('');
  expect(strings).toContain('main::g');
  const samples = messages(2).map((sample) =>
    fields(sample).map(([, packed]) => [...(packed as Uint8Array)]),
  );
  expect(samples).toHaveLength(6);
  // Values of one or two bytes, low bits first.
  const values = samples.map(([, [low = 0, high = 0] = []]) => (low & 127) + high * 128);
  expect(sum(values)).toBe(PROFILE.steps);
  const lines = messages(4).map((location) => fields(location).filter(([n]) => n === 4).length);
  expect(lines).toContain(2);
  for (const [ids = []] of samples)
    for (const id of ids) expect(id).toBeLessThanOrEqual(lines.length);
});

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('skipped: go tool pprof reads a profile (needs go)');

test.runIf(hasGo)('go tool pprof reads it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hart-profile-'));
  try {
    const path = join(folder, 'p.pb.gz');
    writeFileSync(path, gzipSync(toPprof(nameProfile(PROFILE, ELF, DEBUG), ELF, 'guest.elf')));
    const { stdout } = spawnSync('go', ['tool', 'pprof', '-top', path], { encoding: 'utf8' });
    expect(stdout).toMatch(/^File: guest\.elf$/m);
    expect(stdout).toMatch(/Showing nodes accounting for 1342, 100% of 1342 total/);
    expect(stdout).toMatch(/^ +200 +14\.90% .* 1212 +90\.31% +main::g \(inline\)$/m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a block counts for each of its instructions, for every node that it comes from', () => {
  const named = [BASE + 0x1c, BASE + 0x20, BASE + 0x24];
  const unnamed = [BASE + 0x80, BASE + 0x84];
  const node = (parent: number, address: number, ...times: [number[], number][]) => ({
    ...{ parent, address, callSite: parent < 0 ? undefined : BASE, steps: 0 },
    samples: () => new Map<number, number>(),
    blocks: (add: AddBlock) => {
      for (const [block, count] of times) add(block, count);
    },
  });
  const nodes = [
    node(-1, BASE, [named, 2], [named, 1]),
    node(0, BASE + 0x80, [unnamed, 10], [named, 100]),
    node(0, BASE + 0x84, [unnamed, 1000]),
  ];
  const steps = functionSteps(nameProfile({ steps: 0, nodes }, ELF));
  expect(steps.map(({ name, exclusive }) => [name, exclusive])).toEqual([
    ['0x80000084', 2000],
    ['f', 206],
    ['main::start', 103],
    ['0x80000080', 20],
  ]);
});

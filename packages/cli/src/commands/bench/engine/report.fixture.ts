import { barsOf, type EngineReport, figuresOf, type GuestSamples } from './report.ts';

/** One guest with both peers, and a block without. */
const SAMPLES: readonly GuestSamples[] = [
  {
    name: 'keccak',
    about: 'Keccak-f[1600]',
    kind: 'c',
    steps: 4e9,
    traceBytes: 2e9,
    cold: { counted: { seconds: 1, compile: 0.01 }, traced: { seconds: 1.2, compile: 0.02 } },
    settled: true,
    counted: [0.5, 0.4, 0.9],
    traced: [0.7, 0.5, 0.4],
    native: [0.2, 0.25, 0.3],
    qemu: [0.9, 1, 2],
    interpreter: { steps: 2e7, seconds: [1, 0.8, 0.7] },
  },
  {
    name: 'sample-block',
    about: 'the stateless guest on this block',
    kind: 'block',
    steps: 3e8,
    traceBytes: 6e8,
    cold: { counted: { seconds: 1, compile: 0.5 }, traced: { seconds: 1.1, compile: 0.5 } },
    settled: false,
    counted: [0.1],
    traced: [0.2],
    native: null,
    qemu: null,
    interpreter: { steps: 2e7, seconds: [1] },
  },
];

const guests = SAMPLES.map((guest) => ({ ...guest, figures: figuresOf(guest) }));

/** A report whose figures are easy to check by hand. */
export const REPORT: EngineReport = {
  date: '2026-11-24',
  machine: {
    cpu: 'Some CPU',
    cores: 2,
    load: { before: 0.25, after: 1.5 },
    os: 'Linux 6.1',
    node: '26.10.0',
    v8: '14.6',
    clang: 'clang 19',
    gcc: 'gcc 12',
    qemu: null,
  },
  runs: 3,
  start: { native: 0.002, qemu: null },
  guests,
  bars: barsOf(guests),
  leftOut: [{ what: 'sqlite', why: 'npm could not fetch it' }],
};

/** One run of a program. */
export interface Case {
  args?: readonly string[];
  /** Standard input. */
  input?: string;
  variables?: readonly string[];
}

/** A program of `guests/linux`: how it is run, and what it needs. */
export interface Program {
  language: 'c' | 'rust' | 'go';
  /** The smallest tier that it runs in. */
  tier: 'linux-basic' | 'linux-advanced';
  /** Runs to be compared; default one without anything. */
  cases?: readonly Case[];
  /** Writes random standard inputs; these are run as well. */
  fuzz?: 'json' | 'lines' | 'expressions';
}

/** The path of the file that programs read, in the guest and for qemu; see `data.ts`. */
const DATA_FILE = '{data}/numbers.txt';
const DATA_FOLDER = '{data}';

const basic = { tier: 'linux-basic' } as const;
const advanced = { tier: 'linux-advanced' } as const;
const greeting = { args: ['one', 'zwei zwei', '', '7'], variables: ['HART_TEST=a value'] };
const file = { args: [DATA_FILE] };
const DOCUMENT = JSON.stringify({
  name: 'häuser \u0001 "quoted" \\ 🏠',
  numbers: [0, -1, 2.5, 1e100, -4.75e-7, 123456789012],
  nested: { list: [[[]], {}, [null, true, false]], deeper: { a: { b: { c: ['d'] } } } },
});
const LINES = 'plain words here\n12-34 and 5-6\nabcabc\n\nUpper Lower\nno newline at the end';
const EXPRESSIONS = '1 + 2 * 3\n(4 - 6) * -7\n10 / 0\n9223372036854775807 + 1\n(1\n2 $\n-(-(3))\n';

/** Every program by name; the file or folder of the same name has it. C programs are built with two libraries. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  args: { language: 'c', ...basic, cases: [{}, greeting] },
  'stdin-lines': {
    language: 'c',
    ...basic,
    cases: [{ input: LINES }, { input: 'x y\n'.repeat(20_000) }],
    fuzz: 'lines',
  },
  'printf-formats': { language: 'c', ...basic },
  'float-math': { language: 'c', ...basic },
  'malloc-churn': { language: 'c', ...basic },
  'mmap-pages': { language: 'c', ...basic },
  'read-file': { language: 'c', ...basic, cases: [file, { args: ['/no/such'] }] },
  directory: { language: 'c', ...basic, cases: [{ args: [DATA_FOLDER] }] },
  devices: { language: 'c', ...basic },
  signals: { language: 'c', ...basic },
  'segv-handler': { language: 'c', ...basic },
  'crash-null': { language: 'c', ...basic },
  'crash-abort': { language: 'c', ...basic },
  'crash-illegal': { language: 'c', ...basic, cases: [{}, { args: ['breakpoint'] }] },
  'qsort-search': { language: 'c', ...basic },
  'deep-recursion': { language: 'c', ...basic },
  clocks: { language: 'c', ...basic },
  'json-filter': { language: 'c', ...basic, cases: [{ input: DOCUMENT }], fuzz: 'json' },
  'regex-match': { language: 'c', ...basic, cases: [{ input: LINES }], fuzz: 'lines' },
  threads: { language: 'c', ...advanced },
  'thread-pipes': { language: 'c', ...advanced },
  collections: { language: 'rust', ...basic },
  arguments: { language: 'rust', ...basic, cases: [{}, greeting] },
  panic: { language: 'rust', ...basic },
  abort: { language: 'rust', ...basic },
  integers: { language: 'rust', ...basic },
  floats: { language: 'rust', ...basic },
  boxes: { language: 'rust', ...basic },
  files: { language: 'rust', ...basic, cases: [file] },
  calculator: { language: 'rust', ...basic, cases: [{ input: EXPRESSIONS }], fuzz: 'expressions' },
  'threads-rust': { language: 'rust', ...advanced },
  'hello-go': { language: 'go', ...advanced, cases: [{}, greeting] },
  goroutines: { language: 'go', ...advanced },
  preempt: { language: 'go', ...advanced },
  'gc-pressure': { language: 'go', ...advanced },
  maps: { language: 'go', ...advanced },
  bignum: { language: 'go', ...advanced },
  'json-go': { language: 'go', ...advanced, cases: [{ input: DOCUMENT }], fuzz: 'json' },
  panics: { language: 'go', ...advanced, cases: [{}, { args: ['nil'] }, { args: ['index'] }] },
  'deadlock-go': { language: 'go', ...advanced },
  'floats-go': { language: 'go', ...advanced },
  hashes: { language: 'go', ...advanced, cases: [{ input: LINES }] },
  'files-go': { language: 'go', ...advanced, cases: [file] },
  'pipes-go': { language: 'go', ...advanced },
  generics: { language: 'go', ...advanced },
  'stack-growth': { language: 'go', ...advanced },
};

// The one-way arrows of ARCHITECTURE.md: a package imports only what its row names.
const ARROWS = {
  errors: [],
  riscv: ['errors'],
  wasm: ['errors'],
  machine: ['riscv', 'wasm', 'errors'],
  abi: ['machine', 'accelerators', 'riscv', 'errors'],
  stateless: ['abi', 'machine', 'errors'],
  profile: ['machine', 'riscv'],
  accelerators: ['wasm'],
  cli: ['stateless', 'profile', 'accelerators', 'abi', 'machine', 'wasm', 'riscv', 'errors'],
};

/** What the packages' exports name. */
const DOORS = [
  '^packages/[^/]+/src/(index|node)\\.ts$',
  '^packages/(stateless|accelerators)/src/oracle/index\\.ts$',
  '^packages/accelerators/src/survey/(index|vocabulary)\\.ts$',
];

const arrows = Object.entries(ARROWS).map(([room, allowed]) => ({
  name: `arrows-of-${room}`,
  severity: 'error',
  comment: `packages/${room} may import ${allowed.join(', ') || 'no other package'}.`,
  from: { path: `^packages/${room}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[room, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...arrows,
    {
      name: 'known-rooms',
      severity: 'error',
      comment: 'A package that has no row in ARROWS.',
      from: { path: '^packages/', pathNot: `^packages/(${Object.keys(ARROWS).join('|')})/` },
      to: {},
    },
    {
      name: 'public-door-only',
      severity: 'error',
      comment:
        'Another package is imported through an index.ts that its exports name, never deeper.',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/',
        pathNot: ['^packages/$1/', ...DOORS],
      },
    },
    {
      name: 'public-door-only-outside',
      severity: 'error',
      comment: 'Scripts use the packages as a user would.',
      from: { pathNot: '^packages/' },
      to: { path: '^packages/', pathNot: DOORS },
    },
    {
      name: 'packages-stand-alone',
      severity: 'error',
      comment: 'A package imports nothing from the folders around the packages.',
      from: { path: '^packages/' },
      to: { path: '^(scripts|docs|bench|examples|guests)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'tests-are-leaves',
      severity: 'error',
      comment: 'What two tests share belongs in a file of its own.',
      from: {},
      to: { path: '\\.test\\.ts$' },
    },
    {
      name: 'no-dev-dependencies-at-run-time',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)target/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};

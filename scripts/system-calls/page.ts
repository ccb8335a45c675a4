import type { MeasuredProgram, SystemCallsReport } from './report.ts';

/** The book's page about what clients ask of an operating system. */
export function systemCallsPage({ date, toolchains, programs }: SystemCallsReport): string {
  return [
    '<!-- Written by `npm run docs:reference` from docs/data/system-calls.json; do not edit. -->\n',
    '# What Ethereum clients ask of an operating system\n',
    'A zkVM has no operating system, and every call that it must answer is something more to specify, to\n' +
      'implement and to trust. How much of one does an Ethereum client need? The programs below ran in the\n' +
      'environments of Hart, each to its end, and every call was counted. `hart syscalls` does the same for any\n' +
      'static Linux program; `npm run system-calls` measures this page again.\n',
    `Measured on ${date}. ${toolchains.join('; ')}.\n`,
    '## The programs\n',
    '| program | environment | different calls | calls | steps | memory |\n| :-- | :-- | --: | --: | --: | --: |',
    ...programs.map(row),
    '',
    ...programs.map(({ name, about }) => `- **${name}**: ${about}`),
    '',
    '*Environment* is the smallest that suffices: `zkvm` has two calls of its own, `write` and `exit`, which are\n' +
      'not counted here; `linux-basic` serves programs with one thread, `linux-advanced` has threads as well.\n' +
      '*Memory* is what is not zero at the end, in pages\n' +
      'of 4 KiB.\n',
    '## The calls\n',
    ...callTable(programs.filter(({ calls }) => Object.keys(calls).length > 0)),
    '',
    '## What that says\n',
    ...findings(programs),
    '',
  ].join('\n');
}

function row({ name, tier, calls, steps, memory }: MeasuredProgram): string {
  const counts = Object.values(calls);
  const sum = counts.reduce((total, count) => total + count, 0);
  const cells = [name, `\`${tier}\``, counts.length, grouped(sum), millions(steps), mebi(memory)];
  return `| ${cells.join(' | ')} |`;
}

function callTable(programs: readonly MeasuredProgram[]): string[] {
  const names = [...new Set(programs.flatMap(({ calls }) => Object.keys(calls)))].sort();
  return [
    `| call | ${programs.map(({ name }) => name).join(' | ')} |`,
    `| :-- |${' --: |'.repeat(programs.length)}`,
    ...names.map((call) => {
      const counts = programs.map(({ calls }) => (calls[call] ? grouped(calls[call]) : ''));
      return `| ${call} | ${counts.join(' | ')} |`;
    }),
  ];
}

/** Sentences whose numbers come from the tables. */
function findings(programs: readonly MeasuredProgram[]): string[] {
  const find = (name: string) => programs.find((program) => program.name === name);
  const [rust, geth] = [find(NAMES.validatorRust), find(NAMES.t8n)];
  const [go, constrained, bare] = [
    find(NAMES.validatorGo),
    find(NAMES.validatorGoConstrained),
    find(NAMES.validatorGoBare),
  ];
  const different = (program: MeasuredProgram) => Object.keys(program.calls).length;
  const sum = ({ calls }: MeasuredProgram) =>
    Object.values(calls).reduce((total, count) => total + count, 0);
  const said: string[] = [];
  if (rust && geth) {
    said.push(
      `- The validator in Rust, built as a Linux program, issues ${different(rust)} different calls and needs \`${rust.tier}\`; ` +
        `geth's \`evm t8n\` issues ${different(geth)} and needs \`${geth.tier}\`.`,
    );
  }
  if (go && constrained) {
    said.push(
      `- The same validation in Go: ${grouped(sum(go))} calls by default, ${grouped(sum(constrained))} with one processor, no collector ` +
        `and no preemption. Threads are asked for either way: \`${constrained.tier}\`.`,
    );
  }
  if (constrained && bare) {
    said.push(
      `- Without an operating system it issues none, and takes ${(bare.steps / constrained.steps).toFixed(2)} times the steps of the ` +
        'constrained one, with floating point in software.',
    );
  }
  return said;
}

export const NAMES = {
  validatorRust: 'Rust validator',
  t8n: 'geth evm t8n',
  validatorGo: 'Go validator',
  validatorGoConstrained: 'Go validator, constrained',
  validatorGoBare: 'Go validator, bare',
} as const;

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function millions(value: number): string {
  if (value < 1e5) return grouped(value);
  return `${(value / 1e6).toLocaleString('en-US', { maximumFractionDigits: value < 1e8 ? 2 : 0 })} M`;
}

function mebi(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

import { significant } from '../../../text.ts';
import { COLUMNS, tablesOf } from './columns.ts';
import { TABLE_NAMES } from './costs.ts';
import { findRow, type PrecompilesReport, type Row, VERDICTS } from './report.ts';

/** The libraries whose lean level accelerates products alone. */
const LEAN = ['substrate-bn', 'crypto-bigint', 'arkworks'];

/** The report as a page of the book, in Markdown. */
export function fatOrLeanPage(report: PrecompilesReport): string {
  const { date, machine, runs, libraries, tables, claims, tools } = report;
  const head = COLUMNS.map(({ title }) => title);
  return `<!-- Written by \`hart precompiles bench --write\` from docs/data/fat-or-lean.json; do not edit. -->

# Fat or lean

What accelerators bring, for ${report.workloads.length} workloads, each by one library or several and at up to three levels:

- **plain**: the library in software alone
- **lean**: the same library, with its innermost operation as an accelerator call: the product modulo a number of 256 or
  384 bits, the Keccak permutation, the SHA-256 compression function. All around it stays software
- **fat**: one call of the zkVM standard replaces the whole operation. What is left of a library is what is around it:
  reading points, checking, writing results. Rows of one workload then differ by this alone, or not at all

\`hart precompiles bench\` measures it again on your machine, \`--only ${report.workloads[0]?.workload ?? 'WORKLOAD'}\` a part of it.

Measured on ${date}: ${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node} (V8 ${machine.v8}). Load
average ${machine.load.before.toFixed(1)} before and ${machine.load.after.toFixed(1)} after. Times are medians of ${runs} warm runs.

![Steps of one operation](/fat-or-lean.svg)

## The original study’s claims

The study that this repeats (“Fat vs Lean”, with its benchmarks of a three-party Diffie-Hellman on BN254, 2025-08-08) ran SP1 for RV32 and
timed its prover. Each claim is compared here with the rows of \`bn254-tripartite-dh\` below: where it counted cycles, in steps; where it
timed proofs, in modelled costs.

${markdownTable(
  ['claim', 'there', 'here', ''],
  claims.map(({ claim, original, here, verdict }) => [claim, original, here, VERDICTS[verdict]]),
)}
Three things differ, and explain most of it:

- SP1’s BN254 precompiles, which the study calls fat, are operations of the field, of Fp2 and of the curve, put into substrate-bn by a patch. The
  standard’s calls, which are fat here, are whole operations: a check of a product of pairings, a multiple of a point. The study’s fat row
  lies between our lean and our fat one.
- On RV64 a product of two limbs is two instructions; on RV32 it is four products of halves and their sums. Software is closer to accelerated
  code here, and what is not accelerated weighs more.${perProduct(report)}${sumsToo(report)}
- An element here is the number itself, so that a product is one call and no more. How the study put mul_mod into arkworks, which keeps
  Montgomery form, is not known to us.
- “Generic code” is what it happens to be: our own pairing over crypto-bigint has projective coordinates, sparse lines and cyclotomic squarings,
  and is only as slow as constant-time arithmetic makes it.

## The workloads

Figures of one operation.

${COLUMNS.map(({ title, meaning }) => `- **${title}**: ${meaning}`).join('\n')}

${tablesOf(report)
  .map(
    ({ workload, about, rows }) =>
      `### ${workload}\n\n${about[0]?.toUpperCase()}${about.slice(1)}.\n\n${markdownTable(head, rows)}`,
  )
  .join('\n')}
## The libraries

${libraries.map(({ library, about }) => `- **${library}**: ${about}`).join('\n')}

How the lean level gets into a library:

- arkworks has a place for it, \`FpConfig\`: the fields are given another product, and all constants are converted at compile time.
- Crates without such a place are edited when they are built: a copy of the crate’s source gets a few edits, each of which must match
  exactly (\`bench/precompiles/overlays.ts\`). substrate-bn and arkworks keep a field element as the number itself instead of in Montgomery form,
  so that a product is one call; k256 packs its five limbs of 52 bits into four and back.
- Our own pairing over crypto-bigint is generic over the field.

The fat three-party exchange cannot compute what the parties share, for the standard has no call that gives an element of the target
group. It checks instead that the secrets are equal, with each power taken in G1: two pairing checks and five multiples.

## What proving would cost

Costs are modelled, not measured: how often each instruction was executed and each accelerator called, times published prices.

${TABLE_NAMES.map((name) => {
  const { name: prover, version, source, unit, notes } = tables[name];
  return `**${prover}** ${version} (${source}). Unit: ${unit}.\n\n${notes.map((note) => `- ${note}`).join('\n')}\n`;
}).join('\n')}
No table has an operation for a whole pairing, a recovered key or a hash of a message. A fat call is therefore priced as the published
operations that the cheapest lean row of its workload makes, without the software around them, and marked ≥: the least that it can cost with
the circuits that exist. Where no lean row has prices, nothing is said (–).

The two columns have different units and cannot be compared with each other.

## How it is measured

- Each row is one program for rv64im, compiled with the same flags. It reads its items and writes what it computed; all outputs of a workload
  must be equal, and equal to what noble computes, or the command fails. Items that are wrong on purpose are among them.
- Steps, calls, trace and cost are exact: a program always gives the same. Wall time is that of the compiled engine without trace, in a process of its own
  after ${5} runs to warm up. An accelerator’s time is that of the host’s implementation, which is no measure of what proving it takes.
- Programs and edits are in \`bench/precompiles/\`.

Compilers: ${Object.values(tools).join('; ')}.

Every sample is in \`docs/data/fat-or-lean.json\`.
`;
}

/** How much software there is for each call, if that was measured. */
function perProduct({ rows }: PrecompilesReport): string {
  const lean = LEAN.map((library) => findRow(rows, 'bn254-tripartite-dh', library, 'lean'));
  const counts = lean
    .filter((row): row is Row => row !== undefined && row.calls > 0)
    .map(({ library, steps, calls }) => `${Math.round(steps / calls)} in ${library}`);
  return counts.length === 0
    ? ''
    : ` For each product that is called for there are ${counts.join(', ')} steps of software.`;
}

/** What it brings to call for sums as well as for products, over the same curves. */
function sumsToo({ rows }: PrecompilesReport): string {
  const products = findRow(rows, 'bn254-pairing', 'arkworks', 'lean');
  const both = findRow(rows, 'bn254-pairing', 'hart-sdk', 'lean');
  if (products === undefined || both === undefined) return '';
  const [before, after] = [products, both].map(
    ({ steps, items }) => `${significant(steps / items / 1e6)} M`,
  );
  return `\n  Part of that is sums modulo the prime: a pairing check over arkworks’ curves takes ${before} steps with products as calls, and\n  ${after} with sums too, as the lean level of \`hart-sdk\` does.`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const alignment = head.map((_, column) => (column === 0 ? ':--' : '--:'));
  return line(head) + line(alignment) + rows.map(line).join('');
}

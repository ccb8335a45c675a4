import {
  ACCELERATORS,
  type Accelerator,
  COST_TABLES,
  type Parameter,
  traceFootprint,
} from '@hart/accelerators';
import { GENERATED, markdownTable } from './markdown.ts';

const TABLES = Object.values(COST_TABLES);

function describe(parameter: Parameter): string {
  const { name } = parameter;
  switch (parameter.kind) {
    case 'number':
      return `${name}: ${parameter.bits} bits`;
    case 'data':
      return `${name}: ${parameter.unit} × n`;
    case 'result':
      return `→ ${name}: as ${parameter.sizeOf}`;
    case 'output':
      return `→ ${name}: ${parameter.bytes}`;
    case 'inout':
      return `↔ ${name}: ${parameter.bytes}`;
    case 'input':
      return `${name}: ${parameter.bytes}`;
  }
}

function traceOf({ parameters }: Accelerator): string {
  const { fixed, perUnit } = traceFootprint(parameters);
  const varying = Object.entries(perUnit).map(([name, bytes]) => `${bytes} × ${name}`);
  return [...(fixed > 0 ? [String(fixed)] : []), ...varying].join(' + ');
}

/** The book's page about the accelerators that guests of `zkvm` have, from the tables that the environment uses. */
export function acceleratorsPage(): string {
  return `${GENERATED}
# Accelerator calls

What guests of the environment \`zkvm\` can have computed by the host: \`ecall\` with the number in \`a7\`, the arguments
of the C function in \`a0\` and on, the status in \`a0\`. What each computes and refuses says
[Accelerators](../accelerators.md), how guests call them \`guests/sdk/README.md\`.

- **arguments**: bytes behind each pointer; → is written, ↔ is read and written. *n* is the next argument, a count.
- **trace**: bytes of operands that a call logs, each operand filled up to a multiple of eight; the call itself takes two
  or three words more.
- the last columns: modelled cost of proving one call, by the published tables of ${TABLES.map(
    ({ name, version }) => `${name} (${version})`,
  ).join(' and ')}; – where that prover has no such operation.

${markdownTable(
  ['number', 'function', 'level', 'arguments', 'trace', ...TABLES.map(({ name }) => name)],
  (Object.values(ACCELERATORS) as Accelerator[]).map((accelerator) => [
    `0x${accelerator.number.toString(16)}`,
    `\`${accelerator.name}\``,
    accelerator.level,
    accelerator.parameters.map(describe).join(', '),
    traceOf(accelerator),
    ...TABLES.map(({ calls }) => calls[accelerator.name]?.cost.toLocaleString('en') ?? '–'),
  ]),
)}`;
}

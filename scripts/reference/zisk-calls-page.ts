import { DMA_CALLS } from '@hart/abi';
import { ZISK_FCALLS, ZISK_OPERATIONS, type ZiskOperation } from '@hart/accelerators';
import { GENERATED, markdownTable } from './markdown.ts';

function csr(number: number): string {
  return `0x${number.toString(16).toUpperCase()}`;
}

/** What the address given points to: each operand with its words. */
function operandsOf({ parameters, direct }: ZiskOperation): string {
  const list = parameters.map(({ name, kind, words }) =>
    kind === 'value' ? `${name} (value)` : `${name} ${kind} ${words}`,
  );
  return direct ? `${list.join()}, itself` : list.join(', ');
}

/** The book's page about ZisK's calls, from the tables of the environment. */
export function ziskCallsPage(): string {
  return `${GENERATED}
# ZisK calls

What the environment \`zisk\` has of ZisK 0.18: ${ZISK_OPERATIONS.size} accelerators, ${DMA_CALLS.size} calls with operands in the next
instructions, and ${ZISK_FCALLS.size + 1} fcalls. Anything else stops the program with its name. How they are called says
[Guests of ZisK](../zisk.md).

## Accelerators

\`csrs CSR, rs\`: \`rs\` has the address of a structure with one word for each operand, its address; or, where it says
*itself*, the address of the operand. Sizes are in words of 64 bits; all addresses are multiples of 8. \`add256\` is
\`csrrs rd, 0x811, rs\`, and \`rd\` gets the carry. What is refused is a trap.

${markdownTable(
  ['CSR', 'name', 'operands', 'refuses'],
  [...ZISK_OPERATIONS.values()].map((operation) => [
    csr(operation.csr),
    `\`${operation.name}\``,
    operandsOf(operation),
    operation.refuses ?? '',
  ]),
)}
## Calls with operands in the next instructions

The instructions behind \`csrs\` name the other operands and are not executed.

${markdownTable(
  ['CSR', 'name', 'forms', 'does'],
  [...DMA_CALLS.values()].map(({ csr: number, name, forms, does }) => [
    csr(number),
    `\`${name}\``,
    forms.map((form) => `\`${form}\``).join('<br>'),
    does,
  ]),
)}
## Fcalls

Values that the host gives for free and the guest must check. Sizes are in words of 64 bits.

${markdownTable(
  ['number', 'name', 'parameters', 'results', 'refuses'],
  [
    ...[...ZISK_FCALLS.values()].map(({ id, name, parameters, results, refuses }) => [
      String(id),
      `\`${name}\``,
      parameters,
      results,
      refuses ?? '',
    ]),
    ['23', '`input_ready`', 'address 1', 'none', 'an address behind the input'],
  ],
)}`;
}

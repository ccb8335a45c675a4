import { SP1_CALLS, type Sp1Call } from '@hart/abi';
import { SP1_HOOKS, SP1_OPERATIONS } from '@hart/accelerators';
import { GENERATED, markdownTable } from './markdown.ts';

const REGISTERS = ['a0', 'a1', 'a2', 'a3', 'a4'];

function id(number: number): string {
  return `0x${number.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** The book's page about SP1's calls, from the tables of the environment. */
export function sp1CallsPage(): string {
  const calls: readonly Sp1Call[] = SP1_CALLS;
  const missing = calls.filter((call) => call.missing);
  return `${GENERATED}
# SP1 calls

What the environment \`sp1\` has of SP1 6: ${calls.length - missing.length} calls for input, output and halting, ${SP1_OPERATIONS.size} that compute, ${SP1_HOOKS.size} hooks. The
rest stops the program with its name. More says [Guests of SP1](../sp1.md).

## Input, output, halting

${markdownTable(
  ['t0', 'name', 'does'],
  calls.filter((call) => !call.missing).map((call) => [id(call.id), `\`${call.name}\``, call.does]),
)}
## Computing

Each operand's address is in a register, a multiple of 8; sizes are in words of 64 bits. What is refused is a trap.

${markdownTable(
  ['t0', 'name', 'operands', 'refuses'],
  [...SP1_OPERATIONS.values()].map((operation) => [
    id(operation.id),
    `\`${operation.name}\``,
    operation.operands
      .map(
        ({ name, kind, words, register }) =>
          `${REGISTERS[register - 10]}: ${name} ${kind} ${words}`,
      )
      .join(', '),
    operation.refuses ?? '',
  ]),
)}
## Hooks

\`WRITE\` to these file descriptors is answered with inputs that are read next.

${markdownTable(
  ['a0', 'name'],
  [...SP1_HOOKS.values()].map(({ descriptor, name }) => [String(descriptor), `\`${name}\``]),
)}
## Missing

${markdownTable(
  ['t0', 'name', 'what it would need'],
  missing.map((call) => [id(call.id), `\`${call.name}\``, call.does]),
)}`;
}

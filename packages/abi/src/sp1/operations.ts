import type { Sp1Operation } from '@hart/accelerators';
import { CONTINUE, type Handled, type HartView } from '@hart/machine';
import { fault, refuse } from '../refusal.ts';
import type { PagedMemory } from './paged-memory.ts';

type Words = BigUint64Array<ArrayBuffer>;

/** An operand's words: those of plain memory themselves, of far memory a copy. */
function operandAt(
  hart: HartView,
  far: PagedMemory,
  address: bigint,
  words: number,
): { words: Words; far: boolean } | undefined {
  const plain = hart.plain(address, 8 * words);
  if (plain !== undefined) {
    return { words: new BigUint64Array(plain.buffer, plain.byteOffset, words), far: false };
  }
  const copy = far.read(address, 8 * words);
  return copy && { words: new BigUint64Array(copy.slice().buffer), far: true };
}

function bytesOf({ buffer, byteOffset, byteLength }: Words): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Carries out one of SP1's calls that compute. */
export function operate(hart: HartView, far: PagedMemory, operation: Sp1Operation): Handled {
  const { name } = operation;
  const found: { words: Words; address: bigint; writes: boolean; far: boolean }[] = [];
  for (const operand of operation.operands) {
    const address = hart.x[operand.register] as bigint;
    if (operand.kind === 'value') {
      found.push({ words: BigUint64Array.of(address), address, writes: false, far: false });
      continue;
    }
    const writes = operand.kind !== 'input';
    const title = `${name}, ${operand.name}`;
    if (address % 8n !== 0n) {
      const cause = writes ? 'store-address-misaligned' : 'load-address-misaligned';
      return fault(cause, address, `${title}: not aligned to 8 bytes`);
    }
    const at = operandAt(hart, far, address, operand.words);
    if (at === undefined) {
      const cause = writes ? 'store-access-fault' : 'load-access-fault';
      return fault(cause, address, `${title}: ${8 * operand.words} bytes that are not all memory`);
    }
    if (operand.kind !== 'output') hart.operands(bytesOf(at.words));
    found.push({ ...at, address, writes });
  }
  if (!operation.compute(...found.map(({ words }) => words))) {
    return refuse(`SP1's ${name} refuses ${operation.refuses}`);
  }
  for (const { words, address, writes, far: isFar } of found) {
    if (!writes) continue;
    hart.operands(bytesOf(words));
    if (isFar && !far.write(address, bytesOf(words))) {
      return fault('store-access-fault', address, `${name}: no room for the result`);
    }
  }
  return CONTINUE;
}

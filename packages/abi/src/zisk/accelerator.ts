import type { ZiskOperation, ZiskParameter } from '@hart/accelerators';
import { CONTINUE, type Handled, type HartView } from '@hart/machine';
import { fault, refuse } from '../refusal.ts';
import { isBytes, readable, words, writable } from './operands.ts';

type Words = BigUint64Array<ArrayBuffer>;

/** The operand of one parameter, or a trap. Its word in the structure is the address, or the value itself. */
function operandOf(
  hart: HartView,
  { name, kind, words: count }: ZiskParameter,
  operation: string,
  structure: Words,
  index: number,
): Words | Handled {
  if (kind === 'value') return structure.subarray(index, index + 1);
  const address = structure[index] as bigint;
  const title = `${operation}, ${name}`;
  if (address % 8n !== 0n) {
    const cause = kind === 'input' ? 'load-address-misaligned' : 'store-address-misaligned';
    return fault(cause, address, `${title}: not aligned to 8 bytes`);
  }
  const reach = kind === 'input' ? readable : writable;
  const bytes = reach(hart, address, 8 * count, title);
  return isBytes(bytes) ? words(bytes) : bytes;
}

/** The call's structure, or for a direct operand its address as if it were in one. */
function structureOf(hart: HartView, operation: ZiskOperation, address: bigint): Words | Handled {
  if (operation.direct) return BigUint64Array.of(address);
  const { name, parameters } = operation;
  if (address % 8n !== 0n) {
    return fault('load-address-misaligned', address, `${name}: not aligned to 8 bytes`);
  }
  const bytes = readable(hart, address, 8 * parameters.length, `${name}, its parameters`);
  return isBytes(bytes) ? words(bytes) : bytes;
}

function isWords(operand: Words | Handled): operand is Words {
  return operand instanceof BigUint64Array;
}

function bytesOf({ buffer, byteOffset, byteLength }: Words): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Carries out the call of an accelerator whose operands are at `address`, and puts its result into the register
 * `result` if it has one.
 */
export function accelerate(
  hart: HartView,
  operation: ZiskOperation,
  address: bigint,
  result: number,
): Handled {
  const { name, parameters } = operation;
  const structure = structureOf(hart, operation, address);
  if (!isWords(structure)) return structure;
  if (!operation.direct) hart.operands(bytesOf(structure));
  const operands: Words[] = [];
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index] as ZiskParameter;
    const operand = operandOf(hart, parameter, name, structure, index);
    if (!isWords(operand)) return operand;
    operands.push(operand);
    if (parameter.kind === 'input' || parameter.kind === 'inout') hart.operands(bytesOf(operand));
  }
  const value = operation.compute(...operands);
  if (value === undefined) return refuse(`ZisK's ${name} refuses ${operation.refuses}`);
  operands.forEach((operand, index) => {
    const { kind } = parameters[index] as ZiskParameter;
    if (kind === 'output' || kind === 'inout') hart.operands(bytesOf(operand));
  });
  if (operation.returns && result !== 0) hart.x[result] = value;
  return CONTINUE;
}

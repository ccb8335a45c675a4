import { putInteger, toInteger } from '../internal/words.ts';
import { parameters, type ZiskOperation } from './operation.ts';

const WORDS_256 = 4;
const BITS_256 = 256n;

/** dh·2²⁵⁶ + dl = a·b + c. */
const arith256: ZiskOperation = {
  name: 'arith256',
  csr: 0x801,
  parameters: [
    ...parameters('input', WORDS_256, 'a', 'b', 'c'),
    ...parameters('output', WORDS_256, 'dl', 'dh'),
  ],
  compute(...operands) {
    const [a, b, c] = operands.slice(0, 3).map((words) => toInteger(words, 0, WORDS_256));
    const result = a! * b! + c!;
    putInteger(operands[3]!, 0, WORDS_256, result);
    putInteger(operands[4]!, 0, WORDS_256, result >> BITS_256);
    return 0n;
  },
};

/** d = a·b + c modulo `module`. */
function arithMod(name: string, csr: number, words: number): ZiskOperation {
  return {
    name,
    csr,
    parameters: [
      ...parameters('input', words, 'a', 'b', 'c', 'module'),
      ...parameters('output', words, 'd'),
    ],
    refuses: 'a module of 0',
    compute(...operands) {
      const module = toInteger(operands[3]!, 0, words);
      if (module === 0n) return undefined;
      const [a, b, c] = operands.slice(0, 3).map((operand) => toInteger(operand, 0, words));
      putInteger(operands[4]!, 0, words, (a! * b! + c!) % module);
      return 0n;
    },
  };
}

/** c = a + b + cin modulo 2²⁵⁶; the register gets the carry. */
const add256: ZiskOperation = {
  name: 'add256',
  csr: 0x811,
  parameters: [
    ...parameters('input', WORDS_256, 'a', 'b'),
    ...parameters('value', 1, 'cin'),
    ...parameters('output', WORDS_256, 'c'),
  ],
  returns: true,
  refuses: 'a carry that is neither 0 nor 1',
  compute(a, b, cin, c) {
    const carry = cin![0]!;
    if (carry > 1n) return undefined;
    const sum = toInteger(a!, 0, WORDS_256) + toInteger(b!, 0, WORDS_256) + carry;
    putInteger(c!, 0, WORDS_256, sum);
    return sum >> BITS_256;
  },
};

export const ARITHMETIC: readonly ZiskOperation[] = [
  arith256,
  arithMod('arith256_mod', 0x802, WORDS_256),
  arithMod('arith384_mod', 0x80b, 6),
  add256,
];

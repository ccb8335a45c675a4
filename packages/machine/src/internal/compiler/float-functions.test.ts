import { compileModule, encodeModule, FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { describe, expect, test } from 'vitest';
import { DOUBLE, SINGLE } from '../float/format.ts';
import { fusesNatively, pushFused } from '../float/fused-natively.ts';
import { FLAG, type Flags, ROUNDING } from '../float/rounding.ts';
import { multiplyAdd } from '../float/soft-float.ts';
import { createFusedFunctions } from './float-functions.ts';

const LIMIT = BigInt.asIntN(64, (0x7fen << 53n) - 2n);
const view = new DataView(new ArrayBuffer(8));

const bitsOf = { d: doubleBits, s: singleBits };

function doubleBits(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

function singleBits(value: number): bigint {
  view.setFloat32(0, value);
  return BigInt(view.getUint32(0));
}

/** Operands whose products and sums cancel, tie or lie far apart, all over the range of a double. */
function createOperands(seed: number): (precision: 'd' | 's') => [number, number, number] {
  let state = seed;
  const next = (bound: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
  const factor = (bits: number): number => {
    const sparse = next(3) === 0;
    const fraction = sparse ? 2 ** next(bits) : next(2 ** 31) * 2 ** (bits - 31) + next(2 ** 22);
    return (next(2) === 0 ? 1 : -1) * (1 + fraction / 2 ** bits) * 2 ** (next(40) - 20);
  };
  return (precision) => {
    const bits = precision === 'd' ? 52 : 23;
    const scale = next(8) === 0 ? 2 ** (next(600) - 300) : 1;
    const a = factor(bits) * (precision === 'd' ? scale : 1);
    const b = factor(bits);
    const choice = next(6);
    let c = factor(bits) * 2 ** (next(200) - 100);
    if (choice < 2) c = -a * b;
    else if (choice === 2) c = -a * b * (1 + 2 ** -(next(bits) + 1));
    else if (choice === 3) c = a * b * 2 ** (bits + next(4) - 1);
    else if (choice === 4) c = 0;
    return precision === 'd' ? [a, b, c] : [Math.fround(a), Math.fround(b), Math.fround(c)];
  };
}

/** Pretends to be the host: what it is asked for is not compared. */
const ASKED = Symbol('asked');

function functions(precision: 'd' | 's'): (a: number, b: number, c: number) => number {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const { fusedDouble, fusedSingle } = createFusedFunctions(memory, () => {
    throw ASKED;
  }) as unknown as Record<string, (...values: (number | bigint)[]) => number>;
  const call = (precision === 'd' ? fusedDouble : fusedSingle) as typeof fusedDouble & {};
  return (a, b, c) => call(a, b, c, LIMIT, 0, 0);
}

function native(precision: 'd' | 's'): (a: number, b: number, c: number) => number {
  const type = VALUE_TYPE[precision === 'd' ? 'f64' : 'f32'];
  const body = new FunctionWriter(3);
  pushFused(body, precision, [() => body.get(0), () => body.get(1), () => body.get(2)]);
  const bytes = encodeModule({
    types: [{ parameters: [type, type, type], results: [type] }],
    imports: [],
    functions: [{ type: 0, body, name: 'fused', exportAs: 'fused' }],
  });
  const { exports } = new WebAssembly.Instance(compileModule(bytes, 'optimised'));
  return exports.fused as (a: number, b: number, c: number) => number;
}

const WAYS = { 'sums of pairs': functions, ...(fusesNatively() && { 'the machine': native }) };

describe.each(Object.entries(WAYS))('%s', (_, create) => {
  test.each([['d', DOUBLE] as const, ['s', SINGLE] as const])(
    '%s: fused operations are the exact ones',
    (precision, format) => {
      const fused = create(precision);
      const operands = createOperands(0xabcdef);
      let [compared, asked] = [0, 0];
      for (let count = 0; count < 40_000; count++) {
        const values = operands(precision);
        const [a, b, c] = values.map(bitsOf[precision]) as [bigint, bigint, bigint];
        const flags: Flags = { raised: 0 };
        const expected = multiplyAdd(format, a, b, c, ROUNDING.nearestEven, flags);
        let found: bigint;
        try {
          found = bitsOf[precision](fused(...values));
        } catch (thrown) {
          if (thrown !== ASKED) throw thrown;
          asked++;
          continue;
        }
        compared++;
        if (found !== expected) throw new Error(`${values}: ${found.toString(16)}`);
        // Whoever computes without the host must not owe a flag.
        if (create === functions) expect(flags.raised & ~FLAG.inexact).toBe(0);
      }
      expect(compared).toBeGreaterThan(30_000);
      expect(asked).toBeLessThan(10_000);
    },
  );
});

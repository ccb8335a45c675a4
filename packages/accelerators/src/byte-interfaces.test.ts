import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parameter } from './accelerator.ts';
import { ACCELERATORS, type AcceleratorName } from './accelerators.ts';
import { validArguments } from './oracle/index.ts';

const names = Object.keys(ACCELERATORS) as AcceleratorName[];

/** Bytes of any kind for a parameter; those of sized results and their numbers are made to fit later. */
function anyValue(parameter: Parameter): fc.Arbitrary<unknown> {
  const bytes = (count: number): fc.Arbitrary<Uint8Array> =>
    fc.oneof(
      fc.uint8Array({ minLength: count, maxLength: count }),
      fc.constantFrom(0, 1, 0xff).map((value) => new Uint8Array(count).fill(value)),
    );
  switch (parameter.kind) {
    case 'input':
    case 'output':
    case 'inout':
      return bytes(parameter.bytes);
    case 'data':
      return fc.nat({ max: 2 }).chain((count) => bytes(count * parameter.unit));
    case 'number':
      // rounds, which take their time
      return parameter.bits === 64 ? fc.constant(32n) : fc.nat({ max: 300 });
    case 'result':
      return bytes(32);
  }
}

function lengthOf(name: string, parameters: readonly Parameter[], values: unknown[]): number {
  const value = values[parameters.findIndex((parameter) => parameter.name === name)];
  return value instanceof Uint8Array ? value.length : Number(value);
}

describe.each(names)('%s', (name) => {
  const { parameters } = ACCELERATORS[name] as { parameters: readonly Parameter[] };
  const compute = ACCELERATORS[name].compute as (...values: unknown[]) => boolean;

  test('takes any bytes, and leaves outputs alone when it fails', () => {
    fc.assert(
      fc.property(fc.tuple(...parameters.map(anyValue)), (drawn) => {
        const values = drawn.map((value, n) => {
          const parameter = parameters[n]!;
          return parameter.kind === 'result'
            ? new Uint8Array(lengthOf(parameter.sizeOf, parameters, drawn))
            : value;
        });
        const before = structuredClone(values);
        if (compute(...values)) {
          const read = parameters.map(({ kind }) => kind === 'input' || kind === 'data');
          const inputs = (all: unknown[]): unknown[] => all.filter((_, n) => read[n]);
          expect(inputs(values)).toEqual(inputs(before));
        } else {
          expect(values).toEqual(before);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('reads all inputs before it writes', () => {
    for (const { values } of validArguments(name)) {
      const apart = structuredClone(values) as unknown[];
      expect(compute(...apart)).toBe(true);
      const written = parameters.flatMap(({ kind }, n) =>
        kind === 'output' || kind === 'inout' || kind === 'result' ? [n] : [],
      );
      for (const out of written) {
        const expected = apart[out] as Uint8Array;
        for (const [n, { kind }] of parameters.entries()) {
          if (kind !== 'input' && kind !== 'data') continue;
          // the output lies where the input does
          const copies = structuredClone(values) as unknown[];
          const input = copies[n] as Uint8Array;
          const memory = new Uint8Array(Math.max(input.length, expected.length));
          memory.set(input);
          copies[n] = memory.subarray(0, input.length);
          const place = memory.subarray(0, expected.length);
          if (parameters[out]!.kind === 'inout') continue;
          copies[out] = place;
          expect(compute(...copies)).toBe(true);
          expect(place).toEqual(expected);
        }
      }
    }
  });

  test('works on views anywhere in a memory', () => {
    for (const { values } of validArguments(name)) {
      const apart = structuredClone(values) as unknown[];
      compute(...apart);
      const memory = new Uint8Array(65_536).fill(0x5a);
      let at = 1;
      const views = values.map((value) => {
        if (!(value instanceof Uint8Array)) return value;
        const view = memory.subarray(at, at + value.length);
        view.set(value);
        at += value.length + 3;
        return view;
      });
      expect(compute(...views)).toBe(true);
      expect(views.map((value) => (value instanceof Uint8Array ? [...value] : value))).toEqual(
        apart.map((value) => (value instanceof Uint8Array ? [...value] : value)),
      );
    }
  });
});

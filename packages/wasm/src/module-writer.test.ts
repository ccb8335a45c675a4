import { expect, test } from 'vitest';
import { FunctionWriter } from './function-writer.ts';
import { encodeModule, type ModuleDescription } from './module-writer.ts';
import { VALUE_TYPE } from './opcodes.ts';

const { i32, i64 } = VALUE_TYPE;

/** Sums 1..n with a loop, a forward exit and a hinted branch. */
function sumTo(): FunctionWriter {
  const w = new FunctionWriter(1);
  const sum = w.local(i64);
  const done = w.block();
  const again = w.loop();
  w.get(0);
  w.op('i64.eqz');
  w.brIf(done, 0);
  w.get(sum);
  w.get(0);
  w.op('i64.add');
  w.set(sum);
  w.get(0);
  w.i64(1);
  w.op('i64.sub');
  w.set(0);
  w.br(again);
  w.end();
  w.end();
  w.get(sum);
  return w;
}

/** Returns 10, 11 or 12 for 0, 1 or anything else, by a table of labels. */
function pick(): FunctionWriter {
  const w = new FunctionWriter(1);
  const other = w.block();
  const one = w.block();
  const zero = w.block();
  w.get(0);
  w.brTable([zero, one], other);
  for (const value of [10, 11]) {
    w.end();
    w.i64(value);
    w.op('return');
  }
  w.end();
  w.i64(12);
  return w;
}

/** Calls slot `parameter` of the imported table, then stores what it returns at 8. */
function viaTable(): FunctionWriter {
  const w = new FunctionWriter(1);
  w.i32(0);
  w.i64(5);
  w.get(0);
  w.callIndirect(0);
  w.memory('i64.store', 8, 3);
  w.i32(0);
  w.memory('i64.load', 8, 3);
  return w;
}

const DESCRIPTION: () => ModuleDescription = () => ({
  types: [
    { parameters: [i64], results: [i64] },
    { parameters: [i32], results: [i64] },
  ],
  imports: [
    { kind: 'memory', module: 'test', name: 'memory', minimum: 1, maximum: 1 },
    { kind: 'table', module: 'test', name: 'table', minimum: 2 },
  ],
  functions: [
    { type: 0, body: sumTo(), name: 'sumTo', exportAs: 'sumTo', tableSlot: 1 },
    { type: 1, body: pick(), exportAs: 'pick' },
    { type: 1, body: viaTable(), exportAs: 'viaTable' },
  ],
});

function load(): Record<string, (argument: bigint | number) => bigint> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 2 });
  const module = new WebAssembly.Module(encodeModule(DESCRIPTION()));
  const instance = new WebAssembly.Instance(module, { test: { memory, table } });
  return instance.exports as Record<string, (argument: bigint | number) => bigint>;
}

test('modules run: loops, branch tables, indirect calls, memory', () => {
  const { sumTo: sum, pick: choose, viaTable: call } = load();
  expect(sum?.(100n)).toBe(5050n);
  expect([0, 1, 2, 77].map((n) => choose?.(n))).toEqual([10n, 11n, 12n, 12n]);
  expect(call?.(1)).toBe(15n);
});

test('the same description gives the same bytes', () => {
  expect(encodeModule(DESCRIPTION())).toEqual(encodeModule(DESCRIPTION()));
});

test('names and branch hints are there', () => {
  const module = new WebAssembly.Module(encodeModule(DESCRIPTION()));
  const [names] = WebAssembly.Module.customSections(module, 'name');
  expect(new TextDecoder().decode(names)).toContain('sumTo');
  expect(WebAssembly.Module.customSections(module, 'metadata.code.branch_hint')).toHaveLength(1);
});

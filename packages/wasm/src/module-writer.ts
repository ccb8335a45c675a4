import { ByteWriter } from './byte-writer.ts';
import { type BranchHint, FunctionWriter } from './function-writer.ts';
import { OPCODE, VALUE_TYPE, type ValueType } from './opcodes.ts';

/** A function type. */
export interface FunctionType {
  parameters: readonly ValueType[];
  results: readonly ValueType[];
}

/** Something a module imports; functions count into the function index space in order. */
export type Import =
  | { kind: 'function'; module: string; name: string; type: number }
  | { kind: 'memory'; module: string; name: string; minimum: number; maximum: number }
  | { kind: 'table'; module: string; name: string; minimum: number };

/** One defined function. */
export interface DefinedFunction {
  type: number;
  body: FunctionWriter | FunctionBody;
  /** Shown by debuggers and profilers. */
  name?: string;
  exportAs?: string;
  /** Slot of the imported table that receives this function. */
  tableSlot?: number;
}

/** A function as it stands in the code section, apart from its size; it does not depend on its module's others. */
export interface FunctionBody {
  /** Local declarations. */
  declarations: Uint8Array;
  /** Instructions, without the final `end`. */
  code: Uint8Array;
  /** Branch hints by offset in `code`: twice the offset, plus 1 for likely. */
  hints: Uint32Array;
}

/** A whole module, ready to be encoded. */
export interface ModuleDescription {
  types: readonly FunctionType[];
  imports: readonly Import[];
  functions: readonly DefinedFunction[];
}

const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  export: 7,
  element: 9,
  code: 10,
} as const;

/**
 * Encodes a module (WebAssembly core specification §5.5) with its name section and branch hints.
 * Deterministic: the same description gives the same bytes.
 */
export function encodeModule(description: ModuleDescription): Uint8Array<ArrayBuffer> {
  const { types, imports, functions } = description;
  const importedFunctions = imports.filter((entry) => entry.kind === 'function').length;
  const bodies = functions.map(({ body }) =>
    body instanceof FunctionWriter ? encodeBody(body) : body,
  );
  const codeBytes = bodies.reduce((sum, { code }) => sum + code.length, 0);
  // Room for names and table slots too, so that a large module is not copied for them.
  const out = new ByteWriter(codeBytes + 4096 + functions.length * 512);
  out.append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);

  section(out, SECTION.type, (w) => {
    w.unsigned(types.length);
    for (const { parameters, results } of types) {
      w.byte(0x60);
      w.unsigned(parameters.length);
      w.append(parameters);
      w.unsigned(results.length);
      w.append(results);
    }
  });
  section(out, SECTION.import, (w) => {
    w.unsigned(imports.length);
    for (const entry of imports) writeImport(w, entry);
  });
  section(out, SECTION.function, (w) => {
    w.unsigned(functions.length);
    for (const { type } of functions) w.unsigned(type);
  });
  section(out, SECTION.export, (w) => {
    const exported = functions.filter(({ exportAs }) => exportAs !== undefined);
    w.unsigned(exported.length);
    functions.forEach(({ exportAs }, index) => {
      if (exportAs === undefined) return;
      w.name(exportAs);
      w.byte(0);
      w.unsigned(importedFunctions + index);
    });
  });
  section(out, SECTION.element, (w) => {
    w.unsigned(functions.filter(({ tableSlot }) => tableSlot !== undefined).length);
    functions.forEach(({ tableSlot }, index) => {
      if (tableSlot === undefined) return;
      w.unsigned(0);
      w.byte(OPCODE['i32.const']);
      w.signed(tableSlot);
      w.byte(OPCODE.end);
      w.unsigned(1);
      w.unsigned(importedFunctions + index);
    });
  });
  customSection(out, 'metadata.code.branch_hint', (w) => {
    const hinted = bodies.filter(({ hints }) => hints.length > 0);
    w.unsigned(hinted.length);
    bodies.forEach(({ declarations, hints }, index) => {
      if (hints.length === 0) return;
      w.unsigned(importedFunctions + index);
      w.unsigned(hints.length);
      for (const hint of hints) {
        w.unsigned(declarations.length + (hint >>> 1));
        w.unsigned(1);
        w.byte(hint & 1);
      }
    });
  });
  writeCode(out, bodies);
  customSection(out, 'name', (w) => {
    section(w, 1, (names) => {
      names.unsigned(functions.filter(({ name }) => name !== undefined).length);
      functions.forEach(({ name }, index) => {
        if (name === undefined) return;
        names.unsigned(importedFunctions + index);
        names.name(name);
      });
    });
  });
  return out.view();
}

/** The code section, written straight to `out` because it is nearly all of a module. */
function writeCode(out: ByteWriter, bodies: readonly FunctionBody[]): void {
  if (bodies.length === 0) return;
  const sizes = bodies.map(({ declarations, code }) => declarations.length + code.length + 1);
  out.byte(SECTION.code);
  out.unsigned(sizes.reduce((sum, size) => sum + lebLength(size) + size, lebLength(bodies.length)));
  out.unsigned(bodies.length);
  for (const [index, { declarations, code }] of bodies.entries()) {
    out.unsigned(sizes[index] as number);
    out.append(declarations);
    out.append(code);
    out.byte(OPCODE.end);
  }
}

/** Bytes of the unsigned LEB128 of `value`. */
function lebLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) length++;
  return length;
}

/** What a writer has written so far. Its code is a view that is valid until the next write. */
export function encodeBody({ locals, code, hints }: FunctionWriter): FunctionBody {
  const runs: [number, ValueType][] = [];
  for (const type of locals) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === type) last[0]++;
    else runs.push([1, type]);
  }
  const declarations = new ByteWriter(16);
  declarations.unsigned(runs.length);
  for (const [count, type] of runs) {
    declarations.unsigned(count);
    declarations.byte(type);
  }
  return { declarations: declarations.view(), code: code.view(), hints: packHints(hints) };
}

function packHints(hints: readonly BranchHint[]): Uint32Array {
  return Uint32Array.from(hints, ({ offset, likely }) => offset * 2 + likely);
}

function writeImport(w: ByteWriter, entry: Import): void {
  w.name(entry.module);
  w.name(entry.name);
  switch (entry.kind) {
    case 'function':
      w.byte(0);
      w.unsigned(entry.type);
      break;
    case 'table':
      w.byte(1);
      w.byte(VALUE_TYPE.funcref);
      w.byte(0);
      w.unsigned(entry.minimum);
      break;
    case 'memory':
      w.byte(2);
      w.byte(1);
      w.unsigned(entry.minimum);
      w.unsigned(entry.maximum);
      break;
  }
}

function section(out: ByteWriter, id: number, write: (w: ByteWriter) => void): void {
  const body = new ByteWriter(256);
  write(body);
  if (body.length === 1 && body.bytes[0] === 0) return;
  out.byte(id);
  out.unsigned(body.length);
  out.append(body.view());
}

function customSection(out: ByteWriter, name: string, write: (w: ByteWriter) => void): void {
  const contents = new ByteWriter(256);
  write(contents);
  if (contents.length === 1 && contents.bytes[0] === 0) return;
  section(out, SECTION.custom, (w) => {
    w.name(name);
    w.append(contents.view());
  });
}

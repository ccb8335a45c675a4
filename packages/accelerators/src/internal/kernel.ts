import {
  compileModule,
  encodeModule,
  type FunctionType,
  type FunctionWriter,
  VALUE_TYPE,
} from '@hart/wasm';

const PAGE = 65_536;

/**
 * A function of a kernel: takes addresses and counts, all 32 bits, and returns at most one such number; with
 * `wide` all are 64 bits, for functions that the kernel itself calls.
 */
export interface KernelFunction {
  parameters: number;
  returns?: boolean;
  wide?: boolean;
  body: FunctionWriter;
}

/** Our own small WebAssembly modules, each with a memory of its own that the caller lays out. */
export interface Kernel<Name extends string> {
  bytes: Uint8Array<ArrayBuffer>;
  call: Record<Name, (...values: number[]) => number>;
}

/**
 * Compiles a kernel for speed, at once: an `ecall` cannot wait. Functions call each other by their position
 * in `functions`.
 */
export function createKernel<Name extends string>(
  functions: Record<Name, KernelFunction>,
  pages = 1,
): Kernel<Name> {
  const types: FunctionType[] = [];
  const described = Object.entries<KernelFunction>(functions).map(([name, entry]) => {
    const { parameters, returns = false, wide = false, body } = entry;
    const type = wide ? VALUE_TYPE.i64 : VALUE_TYPE.i32;
    types.push({
      parameters: Array.from({ length: parameters }, () => type),
      results: returns ? [type] : [],
    });
    return { type: types.length - 1, body, name, exportAs: name };
  });
  const module = compileModule(
    encodeModule({
      types,
      imports: [{ kind: 'memory', module: 'host', name: 'memory', minimum: pages, maximum: pages }],
      functions: described,
    }),
    'optimised',
  );
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  return {
    bytes: new Uint8Array(memory.buffer, 0, pages * PAGE),
    call: exports as Kernel<Name>['call'],
  };
}

/** Makes something at its first use and keeps it: most runs need few accelerators. */
export function lazily<T>(create: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= create();
    return made;
  };
}

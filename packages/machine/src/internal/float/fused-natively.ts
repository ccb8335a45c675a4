import { compileModule, encodeModule, FunctionWriter, VALUE_TYPE } from '@hart/wasm';

/**
 * Whether relaxed vector instructions are there and fuse: a × b + c with one rounding. What they do is
 * the machine's choice, the same for all code of a process, so it can be tried.
 */
export function fusesNatively(): boolean {
  fuses ??= tryFusing();
  return fuses;
}

let fuses: boolean | undefined;

/** For tests of what machines without it do; undefined: as it is. */
export function pretendFusing(value: boolean | undefined): void {
  fuses = value;
}

/** Pushes a × b + c of three locals, fused where {@link fusesNatively}. */
export function pushFused(
  w: FunctionWriter,
  precision: 'd' | 's',
  push: readonly [() => void, () => void, () => void],
): void {
  const shape = precision === 'd' ? 'f64x2' : 'f32x4';
  for (const operand of push) {
    operand();
    w.vector(`${shape}.splat`);
  }
  w.vector(`${shape}.relaxed_madd`);
  w.vector(`${shape}.extract_lane`);
}

function tryFusing(): boolean {
  const { f32, f64 } = VALUE_TYPE;
  const write = (precision: 'd' | 's'): FunctionWriter => {
    const w = new FunctionWriter(3);
    pushFused(w, precision, [() => w.get(0), () => w.get(1), () => w.get(2)]);
    return w;
  };
  const bytes = encodeModule({
    types: [
      { parameters: [f64, f64, f64], results: [f64] },
      { parameters: [f32, f32, f32], results: [f32] },
    ],
    imports: [],
    functions: [
      { type: 0, body: write('d'), name: 'double', exportAs: 'double' },
      { type: 1, body: write('s'), name: 'single', exportAs: 'single' },
    ],
  });
  if (!WebAssembly.validate(bytes)) return false;
  return (['baseline', 'optimised'] as const).every((tier) => {
    const { exports } = new WebAssembly.Instance(compileModule(bytes, tier));
    type Fused = (a: number, b: number, c: number) => number;
    const { double, single } = exports as { double: Fused; single: Fused };
    return TRIES.every(
      ([step, compute]) =>
        // (1 + step)² - (1 + 2 step) is step², which a rounded product has lost.
        (compute === 'double' ? double : single)(1 + step, 1 + step, -1 - 2 * step) === step * step,
    );
  });
}

const TRIES = [
  [2 ** -52, 'double'],
  [2 ** -40, 'double'],
  [2 ** -23, 'single'],
  [2 ** -15, 'single'],
] as const;

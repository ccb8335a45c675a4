/**
 * The smallest module that uses each WebAssembly feature; whether it validates tells whether this
 * version of V8 has the feature. `required` features are what the compiled engine emits.
 */
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export const WASM_FEATURES = [
  {
    name: 'tail-call',
    required: true,
    // (func return_call 0)
    body: [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 6, 1, 4, 0, 0x12, 0, 0x0b],
  },
  {
    name: 'simd',
    required: false,
    // (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)
    body: [
      1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 10, 1, 8, 0, 0x41, 0, 0xfd, 15, 0xfd, 98, 0x0b,
    ],
  },
  {
    name: 'memory64',
    required: false,
    // (memory i64 1)
    body: [5, 3, 1, 4, 1],
  },
  {
    name: 'multi-memory',
    required: false,
    // (memory 0) (memory 0)
    body: [5, 5, 2, 0, 0, 0, 0],
  },
  {
    name: 'exception-handling',
    required: false,
    // (func try_table end)
    body: [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0x1f, 0x40, 0, 0x0b, 0x0b],
  },
  {
    name: 'wide-arithmetic',
    required: false,
    // (func (result i64 i64) i64.const 0 i64.const 0 i64.mul_wide_u)
    body: [
      1, 6, 1, 0x60, 0, 2, 0x7e, 0x7e, 3, 2, 1, 0, 10, 10, 1, 8, 0, 0x42, 0, 0x42, 0, 0xfc, 0x16,
      0x0b,
    ],
  },
] as const satisfies readonly { name: string; required: boolean; body: readonly number[] }[];

/** Whether this process's WebAssembly has the feature. */
export function hasFeature(feature: (typeof WASM_FEATURES)[number]): boolean {
  return WebAssembly.validate(new Uint8Array([...HEADER, ...feature.body]));
}

import type { Mnemonic } from '@hart/riscv';

/** One instruction with operands as registers hold them. */
export interface Vector {
  name: Mnemonic;
  /** Rounding mode, of an instruction that has one. */
  mode?: number;
  operands: readonly bigint[];
  result: bigint;
  flags: number;
}

const [NX, UF, OF, DZ, NV] = [1, 2, 4, 8, 16];
const [RNE, RTZ, RDN, RUP, RMM] = [0, 1, 2, 3, 4];
const MODES = [RNE, RTZ, RDN, RUP, RMM] as const;

const view = new DataView(new ArrayBuffer(8));

/** A double. */
function d(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** A boxed single, of a number or of its bits. */
function s(value: number | bigint): bigint {
  if (typeof value === 'bigint') return 0xffffffff00000000n | value;
  view.setFloat32(0, value);
  return 0xffffffff00000000n | BigInt(view.getUint32(0));
}

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Doubles. */
const D = {
  nan: 0x7ff8000000000000n,
  payload: 0xfff8000000001234n,
  signalling: 0x7ff0000000000001n,
  inf: d(Infinity),
  minusInf: d(-Infinity),
  zero: 0n,
  minusZero: 1n << 63n,
  tiny: 1n,
  minusTiny: (1n << 63n) | 1n,
  normal: 0x0010000000000000n,
  subnormal: 0x000fffffffffffffn,
  max: d(Number.MAX_VALUE),
  minusMax: d(-Number.MAX_VALUE),
} as const;

/** Singles. */
const S = {
  nan: s(0x7fc00000n),
  payload: s(0xffc01234n),
  signalling: s(0x7f800001n),
  inf: s(Infinity),
  tiny: s(1n),
  normal: s(0x00800000n),
  max: s(0x7f7fffffn),
  minusMax: s(0xff7fffffn),
  /** 1.0 in a register whose upper half is not all ones. */
  unboxed: 0x3f800000n,
} as const;

const MINUS = 1n << 63n;
const negative = (bits: bigint): bigint => bits ^ MINUS;

/** The same operands in all five modes. */
const inModes = (
  name: Mnemonic,
  operands: readonly bigint[],
  results: readonly [bigint, bigint, bigint, bigint, bigint],
  flags: number,
): Vector[] => MODES.map((mode) => ({ name, mode, operands, result: results[mode]!, flags }));

/** An instruction whose result does not depend on the mode. */
const always = (name: Mnemonic, operands: readonly bigint[], result: bigint, flags = 0): Vector[] =>
  MODES.map((mode) => ({ name, mode, operands, result, flags }));

const plain = (name: Mnemonic, operands: readonly bigint[], result: bigint, flags = 0): Vector => ({
  name,
  operands,
  result,
  flags,
});

const one = d(1);
const next = one + 1n;
const half = d(2 ** -53);

/** Arithmetic, with results from IEEE 754 and the manual's chapters on F and D. */
export const DIRECTED: readonly Vector[] = [
  // 1 + 2^-53 lies between 1 and the next double.
  ...inModes('fadd.d', [one, half], [one, one, one, next, next], NX),
  ...inModes('fadd.d', [next, half], [next + 1n, next, next, next + 1n, next + 1n], NX),
  ...inModes('fsub.d', [negative(one), half], [d(-1), d(-1), d(-1) + 1n, d(-1), d(-1) + 1n], NX),
  ...always('fadd.d', [d(0.5), d(0.25)], d(0.75)),
  // Exact zeros are positive, except downwards.
  ...inModes('fadd.d', [one, d(-1)], [0n, 0n, MINUS, 0n, 0n], 0),
  ...inModes('fsub.d', [0n, 0n], [0n, 0n, MINUS, 0n, 0n], 0),
  ...always('fadd.d', [MINUS, MINUS], MINUS),
  ...always('fsub.d', [MINUS, 0n], MINUS),
  // Sums of subnormals are exact.
  ...always('fadd.d', [D.tiny, D.subnormal], D.normal),
  ...always('fsub.d', [D.normal, D.tiny], D.subnormal),
  ...always('fadd.d', [D.inf, one], D.inf),
  ...always('fadd.d', [D.inf, D.minusInf], D.nan, NV),
  ...always('fsub.d', [D.inf, D.inf], D.nan, NV),
  ...always('fsub.d', [D.minusInf, D.inf], D.minusInf),
  ...always('fadd.d', [D.payload, one], D.nan),
  ...always('fadd.d', [one, D.signalling], D.nan, NV),
  ...always('fsub.d', [D.signalling, D.payload], D.nan, NV),
  ...inModes('fadd.d', [D.max, D.max], [D.inf, D.max, D.max, D.inf, D.inf], OF | NX),
  ...inModes(
    'fadd.d',
    [D.minusMax, D.minusMax],
    [D.minusInf, D.minusMax, D.minusInf, D.minusMax, D.minusInf],
    OF | NX,
  ),
  // Half a step above the largest: the next would be 2^1024.
  ...inModes('fadd.d', [D.max, d(2 ** 970)], [D.inf, D.max, D.max, D.inf, D.inf], OF | NX).map(
    // Where it stays finite by rounding, nothing overflows.
    (vector) => (vector.mode === RTZ || vector.mode === RDN ? { ...vector, flags: NX } : vector),
  ),
  ...inModes('fadd.d', [D.max, one], [D.max, D.max, D.max, D.inf, D.max], NX).map((vector) =>
    vector.mode === RUP ? { ...vector, flags: OF | NX } : vector,
  ),

  ...always('fmul.d', [d(3), d(-5)], d(-15)),
  ...always('fmul.d', [D.inf, 0n], D.nan, NV),
  ...always('fmul.d', [MINUS, one], MINUS),
  ...always('fmul.d', [D.minusInf, d(-2)], D.inf),
  ...inModes('fmul.d', [D.tiny, d(0.5)], [0n, 0n, 0n, D.tiny, D.tiny], UF | NX),
  ...inModes(
    'fmul.d',
    [D.minusTiny, d(0.5)],
    [MINUS, MINUS, D.minusTiny, MINUS, D.minusTiny],
    UF | NX,
  ),
  ...inModes('fmul.d', [D.tiny, D.tiny], [0n, 0n, 0n, D.tiny, 0n], UF | NX),
  // Exact and subnormal: no underflow.
  ...always('fmul.d', [D.normal, d(0.5)], D.normal >> 1n),
  // (1 - 2^-53) × 2^-1022 is 2^-1022 - 2^-1075: with 53 bits exact and below the normal numbers, so tiny.
  ...inModes(
    'fmul.d',
    [D.normal, one - 1n],
    [D.normal, D.subnormal, D.subnormal, D.normal, D.normal],
    UF | NX,
  ),
  // (1 + 2^-52)(1 - 2^-53) × 2^-1022 is above that by nearly 2^-1074 - 2^-1075.
  ...inModes(
    'fmul.d',
    [D.normal + 1n, one - 1n],
    [D.normal, D.normal, D.normal, D.normal + 1n, D.normal],
    NX,
  ),
  // (1 - 2^-53)(1 + 2^-53 - …): just below 2^-1022, rounded up to it with 53 bits: not tiny.
  ...inModes(
    'fmul.s',
    [s(0x00fffffen), s(0x3f000001n)],
    [S.normal, s(0x007fffffn), s(0x007fffffn), S.normal, S.normal],
    UF | NX,
  ).map((vector) =>
    vector.mode === RTZ || vector.mode === RDN ? vector : { ...vector, flags: NX },
  ),
  ...inModes(
    'fmul.d',
    [d(1e200), d(-1e200)],
    [D.minusInf, D.minusMax, D.minusInf, D.minusMax, D.minusInf],
    OF | NX,
  ),

  ...inModes('fdiv.d', [one, d(3)], [d(1 / 3), d(1 / 3), d(1 / 3), d(1 / 3) + 1n, d(1 / 3)], NX),
  ...always('fdiv.d', [d(6), d(-3)], d(-2)),
  ...always('fdiv.d', [one, 0n], D.inf, DZ),
  ...always('fdiv.d', [one, MINUS], D.minusInf, DZ),
  ...always('fdiv.d', [0n, 0n], D.nan, NV),
  ...always('fdiv.d', [D.inf, 0n], D.inf),
  ...always('fdiv.d', [D.inf, D.minusInf], D.nan, NV),
  ...always('fdiv.d', [d(-2), D.inf], MINUS),
  ...always('fdiv.d', [0n, d(-2)], MINUS),
  ...always('fdiv.d', [D.signalling, 0n], D.nan, NV),
  ...inModes('fdiv.d', [D.tiny, d(2)], [0n, 0n, 0n, D.tiny, D.tiny], UF | NX),
  ...inModes('fdiv.d', [D.max, d(0.5)], [D.inf, D.max, D.max, D.inf, D.inf], OF | NX),

  ...inModes(
    'fsqrt.d',
    [d(2)],
    [d(Math.SQRT2), d(Math.SQRT2) - 1n, d(Math.SQRT2) - 1n, d(Math.SQRT2), d(Math.SQRT2)],
    NX,
  ),
  ...always('fsqrt.d', [d(144)], d(12)),
  ...always('fsqrt.d', [D.tiny], d(2 ** -537)),
  ...always('fsqrt.d', [MINUS], MINUS),
  ...always('fsqrt.d', [d(-1)], D.nan, NV),
  ...always('fsqrt.d', [D.minusInf], D.nan, NV),
  ...always('fsqrt.d', [D.inf], D.inf),
  ...always('fsqrt.d', [D.signalling], D.nan, NV),

  ...always('fmadd.d', [d(2), d(3), d(4)], d(10)),
  ...always('fmsub.d', [d(2), d(3), d(4)], d(2)),
  ...always('fnmsub.d', [d(2), d(3), d(4)], d(-2)),
  ...always('fnmadd.d', [d(2), d(3), d(4)], d(-10)),
  // (1 + 2^-52)^2 - 1 - 2^-51 is 2^-104: what a rounded product would lose.
  ...always('fmadd.d', [next, next, d(-(1 + 2 ** -51))], d(2 ** -104)),
  ...inModes(
    'fmadd.d',
    [next, next, 0n],
    [d(1 + 2 ** -51), d(1 + 2 ** -51), d(1 + 2 ** -51), d(1 + 2 ** -51) + 1n, d(1 + 2 ** -51)],
    NX,
  ),
  ...always('fmadd.d', [D.inf, 0n, one], D.nan, NV),
  ...always('fmadd.d', [0n, D.minusInf, D.payload], D.nan, NV),
  ...always('fmadd.d', [D.inf, one, D.minusInf], D.nan, NV),
  ...always('fmsub.d', [D.inf, one, D.inf], D.nan, NV),
  ...always('fnmadd.d', [D.inf, one, D.minusInf], D.nan, NV),
  ...always('fmadd.d', [one, one, D.signalling], D.nan, NV),
  ...always('fmadd.d', [D.payload, one, one], D.nan),
  ...always('fmadd.d', [D.max, D.max, D.minusInf], D.minusInf),
  ...inModes('fmadd.d', [one, one, d(-1)], [0n, 0n, MINUS, 0n, 0n], 0),
  ...inModes('fnmadd.d', [one, one, d(-1)], [0n, 0n, MINUS, 0n, 0n], 0),
  ...always('fnmadd.d', [0n, one, 0n], MINUS),
  ...inModes('fmadd.d', [D.tiny, D.tiny, one], [one, one, one, next, one], NX),
  ...inModes('fmadd.d', [D.tiny, D.tiny, 0n], [0n, 0n, 0n, D.tiny, 0n], UF | NX),
  ...inModes('fmadd.d', [D.max, d(2), D.max], [D.inf, D.max, D.max, D.inf, D.inf], OF | NX),
  ...always('fmadd.d', [D.max, d(2), D.minusMax], D.max),

  ...inModes('fadd.s', [s(1), s(2 ** -24)], [s(1), s(1), s(1), s(0x3f800001n), s(0x3f800001n)], NX),
  ...always('fadd.s', [S.unboxed, s(1)], S.nan),
  ...always('fadd.s', [s(1), d(1)], S.nan),
  ...always('fmul.s', [S.signalling, s(1)], S.nan, NV),
  ...inModes('fmul.s', [S.max, s(2)], [S.inf, S.max, S.max, S.inf, S.inf], OF | NX),
  ...inModes('fmul.s', [S.tiny, s(0.5)], [s(0), s(0), s(0), S.tiny, S.tiny], UF | NX),
  ...inModes(
    'fdiv.s',
    [s(1), s(3)],
    [s(0x3eaaaaabn), s(0x3eaaaaaan), s(0x3eaaaaaan), s(0x3eaaaaabn), s(0x3eaaaaabn)],
    NX,
  ),
  ...always('fdiv.s', [s(-1), s(0)], s(-Infinity), DZ),
  ...always('fsqrt.s', [s(-0)], s(-0)),
  ...inModes(
    'fsqrt.s',
    [s(2)],
    [s(0x3fb504f3n), s(0x3fb504f3n), s(0x3fb504f3n), s(0x3fb504f4n), s(0x3fb504f3n)],
    NX,
  ),
  ...always('fmadd.s', [s(3), s(4), s(5)], s(17)),
  ...always('fnmsub.s', [s(3), s(4), s(5)], s(-7)),
  // 2^-149 decides a tie that a double of 1 + 2^-24 + 2^-149 could not show.
  ...inModes(
    'fmadd.s',
    [s(1 + 2 ** -12), s(1 - 2 ** -12), S.tiny],
    [s(1), s(0x3f7fffffn), s(0x3f7fffffn), s(1), s(1)],
    NX,
  ).map((vector) =>
    // 1 - 2^-24 is a single, and a little is added.
    vector.mode === RNE || vector.mode === RMM ? { ...vector, result: s(0x3f7fffffn) } : vector,
  ),
  ...inModes(
    'fmadd.s',
    [s(1 + 2 ** -12), s(1 + 2 ** -12), S.tiny],
    [s(0x3f801001n), s(0x3f801000n), s(0x3f801000n), s(0x3f801001n), s(0x3f801001n)],
    NX,
  ),
  ...always('fmsub.s', [s(1), S.unboxed, s(1)], S.nan),
];

const toInteger = (
  name: Mnemonic,
  operand: bigint,
  results: readonly [bigint, bigint, bigint, bigint, bigint],
  flags: number,
): Vector[] => inModes(name, [operand], results.map(u64) as unknown as typeof results, flags);

const I32 = { low: -(2n ** 31n), high: 2n ** 31n - 1n };
const I64 = { low: -(2n ** 63n), high: 2n ** 63n - 1n };
const same = <T>(value: T): [T, T, T, T, T] => [value, value, value, value, value];

/** Conversions; what is out of range is invalid and gives the end of the range. */
export const CONVERSIONS: readonly Vector[] = [
  ...toInteger('fcvt.w.d', d(2.5), [2n, 2n, 2n, 3n, 3n], NX),
  ...toInteger('fcvt.w.d', d(-2.5), [-2n, -2n, -3n, -2n, -3n], NX),
  ...toInteger('fcvt.w.d', d(-7), same(-7n), 0),
  ...toInteger('fcvt.w.d', D.tiny, [0n, 0n, 0n, 1n, 0n], NX),
  ...toInteger('fcvt.w.d', MINUS, same(0n), 0),
  ...toInteger('fcvt.w.d', d(2147483647), same(I32.high), 0),
  ...toInteger('fcvt.w.d', d(2147483648), same(I32.high), NV),
  ...toInteger('fcvt.w.d', d(-2147483648), same(I32.low), 0),
  ...toInteger('fcvt.w.d', d(-2147483649), same(I32.low), NV),
  ...toInteger('fcvt.w.d', D.nan, same(I32.high), NV),
  ...toInteger('fcvt.w.d', D.payload, same(I32.high), NV),
  ...toInteger('fcvt.w.d', D.minusInf, same(I32.low), NV),
  // Only some modes round this into the range.
  ...toInteger('fcvt.w.d', d(2147483647.25), same(I32.high), NX).map((vector) =>
    vector.mode === RUP ? { ...vector, flags: NV } : vector,
  ),
  ...toInteger('fcvt.w.d', d(-2147483648.5), same(I32.low), NX).map((vector) =>
    vector.mode === RDN || vector.mode === RMM ? { ...vector, flags: NV } : vector,
  ),
  ...toInteger('fcvt.wu.d', d(4294967295), same(-1n), 0),
  ...toInteger('fcvt.wu.d', d(3000000000), same(-1294967296n), 0),
  ...toInteger('fcvt.wu.d', d(4294967296), same(-1n), NV),
  ...toInteger('fcvt.wu.d', d(-1), same(0n), NV),
  ...toInteger('fcvt.wu.d', d(-0.25), same(0n), NX).map((vector) =>
    vector.mode === RDN ? { ...vector, flags: NV } : vector,
  ),
  ...toInteger('fcvt.wu.d', D.nan, same(-1n), NV),
  ...toInteger('fcvt.wu.d', D.minusInf, same(0n), NV),
  ...toInteger('fcvt.l.d', d(2 ** 62), same(2n ** 62n), 0),
  ...toInteger('fcvt.l.d', d(2 ** 63), same(I64.high), NV),
  ...toInteger('fcvt.l.d', d(-(2 ** 63)), same(I64.low), 0),
  ...toInteger('fcvt.l.d', d(-1e300), same(I64.low), NV),
  ...toInteger('fcvt.l.d', D.nan, same(I64.high), NV),
  ...toInteger('fcvt.l.d', d(0.5), [0n, 0n, 0n, 1n, 1n], NX),
  ...toInteger('fcvt.l.d', d(1.5), [2n, 1n, 1n, 2n, 2n], NX),
  ...toInteger('fcvt.lu.d', d(2 ** 63), same(2n ** 63n), 0),
  ...toInteger('fcvt.lu.d', d(2 ** 64), same(-1n), NV),
  ...toInteger('fcvt.lu.d', d(-1), same(0n), NV),
  ...toInteger('fcvt.lu.d', d(-0.5), same(0n), NX).map((vector) =>
    vector.mode === RDN || vector.mode === RMM ? { ...vector, flags: NV } : vector,
  ),
  ...toInteger('fcvt.lu.d', D.inf, same(-1n), NV),
  ...toInteger('fcvt.w.s', s(2.5), [2n, 2n, 2n, 3n, 3n], NX),
  ...toInteger('fcvt.w.s', s(2 ** 31), same(I32.high), NV),
  ...toInteger('fcvt.w.s', S.unboxed, same(I32.high), NV),
  ...toInteger('fcvt.wu.s', s(2 ** 31), same(I32.low), 0),
  ...toInteger('fcvt.wu.s', s(-3), same(0n), NV),
  ...toInteger('fcvt.l.s', s(-(2 ** 63)), same(I64.low), 0),
  ...toInteger('fcvt.l.s', s(2 ** 63), same(I64.high), NV),
  ...toInteger('fcvt.lu.s', s(2 ** 63), same(2n ** 63n), 0),
  ...toInteger('fcvt.lu.s', s(-0.75), [0n, 0n, 0n, 0n, 0n], NX).map((vector) =>
    vector.mode === RTZ || vector.mode === RUP ? vector : { ...vector, flags: NV },
  ),

  ...always('fcvt.d.w', [u64(-5n)], d(-5)),
  ...always('fcvt.d.w', [0x123456789abcdef0n], d(0x9abcdef0 | 0)),
  ...always('fcvt.d.wu', [0xffffffffffffffffn], d(4294967295)),
  ...always('fcvt.d.l', [0n], 0n),
  ...inModes(
    'fcvt.d.l',
    [2n ** 53n + 1n],
    [d(2 ** 53), d(2 ** 53), d(2 ** 53), d(2 ** 53 + 2), d(2 ** 53 + 2)],
    NX,
  ),
  ...inModes(
    'fcvt.d.l',
    [u64(-(2n ** 53n) - 1n)],
    [d(-(2 ** 53)), d(-(2 ** 53)), d(-(2 ** 53) - 2), d(-(2 ** 53)), d(-(2 ** 53) - 2)],
    NX,
  ),
  ...inModes(
    'fcvt.d.lu',
    [u64(-1n)],
    [d(2 ** 64), d(2 ** 64) - 1n, d(2 ** 64) - 1n, d(2 ** 64), d(2 ** 64)],
    NX,
  ),
  ...always('fcvt.s.w', [u64(-5n)], s(-5)),
  ...inModes(
    'fcvt.s.w',
    [2n ** 24n + 1n],
    [s(2 ** 24), s(2 ** 24), s(2 ** 24), s(2 ** 24 + 2), s(2 ** 24 + 2)],
    NX,
  ),
  ...inModes(
    'fcvt.s.wu',
    [0xffffffffn],
    [s(2 ** 32), s(0x4f7fffffn), s(0x4f7fffffn), s(2 ** 32), s(2 ** 32)],
    NX,
  ),
  // A double of this would be a tie between two singles.
  ...inModes(
    'fcvt.s.l',
    [2n ** 62n + 2n ** 38n + 1n],
    [s(0x5e800001n), s(0x5e800000n), s(0x5e800000n), s(0x5e800001n), s(0x5e800001n)],
    NX,
  ),
  ...always('fcvt.s.lu', [2n ** 63n], s(2 ** 63)),

  ...always('fcvt.d.s', [s(1.5)], d(1.5)),
  ...always('fcvt.d.s', [S.tiny], d(2 ** -149)),
  ...always('fcvt.d.s', [S.payload], D.nan),
  ...always('fcvt.d.s', [S.signalling], D.nan, NV),
  ...always('fcvt.d.s', [S.unboxed], D.nan),
  ...always('fcvt.d.s', [s(-Infinity)], D.minusInf),
  ...always('fcvt.s.d', [d(-1.5)], s(-1.5)),
  ...always('fcvt.s.d', [D.payload], S.nan),
  ...always('fcvt.s.d', [D.signalling], S.nan, NV),
  ...always('fcvt.s.d', [MINUS], s(-0)),
  ...inModes('fcvt.s.d', [d(1e300)], [S.inf, S.max, S.max, S.inf, S.inf], OF | NX),
  ...inModes('fcvt.s.d', [D.tiny], [s(0), s(0), s(0), S.tiny, s(0)], UF | NX),
  ...inModes('fcvt.s.d', [d(1 + 2 ** -24)], [s(1), s(1), s(1), s(0x3f800001n), s(0x3f800001n)], NX),
];

const compare = (
  a: bigint,
  b: bigint,
  [eq, lt, le]: readonly [number, number, number],
  [quiet, signalling]: readonly [number, number] = [0, 0],
  width: 'd' | 's' = 'd',
): Vector[] => [
  plain(`feq.${width}`, [a, b], BigInt(eq), quiet),
  plain(`flt.${width}`, [a, b], BigInt(lt), signalling),
  plain(`fle.${width}`, [a, b], BigInt(le), signalling),
];

const extremes = (
  a: bigint,
  b: bigint,
  low: bigint,
  high: bigint,
  flags = 0,
  width: 'd' | 's' = 'd',
): Vector[] =>
  [
    [a, b],
    [b, a],
  ].flatMap((operands) => [
    plain(`fmin.${width}`, operands, low, flags),
    plain(`fmax.${width}`, operands, high, flags),
  ]);

/** Comparisons, and what is made of them. */
export const COMPARISONS: readonly Vector[] = [
  ...compare(d(1), d(2), [0, 1, 1]),
  ...compare(d(2), d(1), [0, 0, 0]),
  ...compare(d(-1), d(-2), [0, 0, 0]),
  ...compare(d(-2), d(1), [0, 1, 1]),
  ...compare(d(1), d(1), [1, 0, 1]),
  ...compare(0n, MINUS, [1, 0, 1]),
  ...compare(MINUS, 0n, [1, 0, 1]),
  ...compare(D.minusTiny, D.tiny, [0, 1, 1]),
  ...compare(D.inf, D.max, [0, 0, 0]),
  ...compare(D.minusInf, D.minusInf, [1, 0, 1]),
  ...compare(D.nan, d(1), [0, 0, 0], [0, NV]),
  ...compare(d(1), D.payload, [0, 0, 0], [0, NV]),
  ...compare(D.signalling, d(1), [0, 0, 0], [NV, NV]),
  ...compare(D.nan, D.nan, [0, 0, 0], [0, NV]),
  ...compare(s(1), s(2), [0, 1, 1], [0, 0], 's'),
  ...compare(s(-0), s(0), [1, 0, 1], [0, 0], 's'),
  ...compare(S.unboxed, s(1), [0, 0, 0], [0, NV], 's'),
  ...compare(S.signalling, s(1), [0, 0, 0], [NV, NV], 's'),
  ...extremes(d(1), d(2), d(1), d(2)),
  ...extremes(d(-1), d(-2), d(-2), d(-1)),
  ...extremes(0n, MINUS, MINUS, 0n),
  ...extremes(D.minusInf, D.inf, D.minusInf, D.inf),
  ...extremes(D.payload, d(1), d(1), d(1)),
  ...extremes(D.signalling, d(1), d(1), d(1), NV),
  ...extremes(D.nan, D.payload, D.nan, D.nan),
  ...extremes(D.nan, D.signalling, D.nan, D.nan, NV),
  ...extremes(s(1), s(2), s(1), s(2), 0, 's'),
  ...extremes(s(-0), s(0), s(-0), s(0), 0, 's'),
  ...extremes(S.unboxed, s(3), s(3), s(3), 0, 's'),
  ...extremes(S.payload, S.unboxed, S.nan, S.nan, 0, 's'),
  ...extremes(S.signalling, s(3), s(3), s(3), NV, 's'),
];

const classes = (width: 'd' | 's', values: readonly bigint[]): Vector[] =>
  values.map((value, bit) => plain(`fclass.${width}`, [value], 1n << BigInt(bit)));

/** Moves, signs and classes, which raise nothing. */
export const MOVES: readonly Vector[] = [
  ...classes('d', [
    ...[D.minusInf, d(-1), D.minusTiny, MINUS, 0n, D.subnormal, D.normal, D.inf],
    ...[D.signalling, D.payload],
  ]),
  ...classes('s', [
    ...[s(-Infinity), S.minusMax, s(0x80000001n), s(-0), s(0), S.tiny, S.normal, S.inf],
    ...[S.signalling, S.payload],
  ]),
  plain('fclass.s', [S.unboxed], 1n << 9n),
  plain('fsgnj.d', [d(1), MINUS], d(-1)),
  plain('fsgnj.d', [D.signalling, D.payload], negative(D.signalling)),
  plain('fsgnjn.d', [d(-3), d(-1)], d(3)),
  plain('fsgnjx.d', [d(-3), d(-1)], d(3)),
  plain('fsgnjx.d', [d(3), d(-1)], d(-3)),
  plain('fsgnj.s', [s(1), s(-2)], s(-1)),
  plain('fsgnj.s', [S.payload, s(2)], s(0x7fc01234n)),
  plain('fsgnjn.s', [s(1), s(2)], s(-1)),
  plain('fsgnjx.s', [s(-1), s(-2)], s(1)),
  // What is not boxed is the canonical NaN, whose sign is positive.
  plain('fsgnj.s', [S.unboxed, s(-2)], s(0xffc00000n)),
  plain('fsgnj.s', [s(-1), 0xbf800000n], s(1)),
  plain('fmv.x.d', [D.signalling], D.signalling),
  plain('fmv.d.x', [D.signalling], D.signalling),
  plain('fmv.x.w', [0x12345678_9abcdef0n], 0xffffffff_9abcdef0n),
  plain('fmv.x.w', [s(1)], 0x3f800000n),
  plain('fmv.w.x', [0x12345678_9abcdef0n], s(0x9abcdef0n)),
];

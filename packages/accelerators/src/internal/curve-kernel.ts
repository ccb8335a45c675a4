import { FunctionWriter } from '@hart/wasm';
import { inverse, inverseBytes } from './inverse.ts';
import { createKernel, type Kernel } from './kernel.ts';
import {
  type Field,
  type Formula,
  formulaWriter,
  isZero,
  multiply,
  type Place,
  pushAddress,
  squareRepeatedly,
} from './montgomery.ts';

/** The kernel's functions; numbers of the field at addresses, points as three of them: x, y, z, Jacobian. */
export type CurveFunction =
  | 'multiply'
  | 'square'
  | 'squareRepeatedly'
  | 'isZero'
  | 'double'
  | 'add'
  | 'multiplyScalar'
  | 'invert'
  | 'invertScalar';

/** Where `isZero` stands among the functions. */
const IS_ZERO = 3;

/** Numbers that the formulas keep in between, at the start of memory. */
const TEMPORARIES = 10;

/** Where the inverses modulo the prime and the order have their numbers, and the first address that is free. */
export function layout(field: Field, order: Field): { prime: number; order: number; free: number } {
  const prime = TEMPORARIES * field.bytes;
  const ofOrder = prime + inverseBytes(field);
  return { prime, order: ofOrder, free: ofOrder + inverseBytes(order) };
}

/**
 * Point doubling and addition on y² = x³ + a x + b with a = 0 or -3, in Jacobian coordinates, and products
 * modulo the order.
 */
export function createCurveKernel(
  field: Field,
  a: 0 | -3,
  order: Field,
  pages: number,
): Kernel<CurveFunction> {
  return createKernel<CurveFunction>(
    {
      multiply: { parameters: 3, body: multiply(field) },
      square: { parameters: 2, body: multiply(field, true) },
      squareRepeatedly: { parameters: 2, body: squareRepeatedly(1) },
      isZero: { parameters: 1, returns: true, body: isZero(field) },
      double: { parameters: 2, body: double(field, a) },
      add: { parameters: 4, returns: true, body: add(field) },
      multiplyScalar: { parameters: 3, body: multiply(order) },
      invert: { parameters: 0, body: inverse(field, layout(field, order).prime) },
      invertScalar: { parameters: 0, body: inverse(order, layout(field, order).order) },
    },
    pages,
  );
}

function parts(
  w: FunctionWriter,
  field: Field,
): { formula: Formula; point: (base: number) => [Place, Place, Place]; temporary: Place[] } {
  return {
    formula: formulaWriter(w, field, { multiply: 0, square: 1 }),
    point: (base) => [
      { base, offset: 0 },
      { base, offset: field.bytes },
      { base, offset: 2 * field.bytes },
    ],
    temporary: Array.from({ length: TEMPORARIES }, (_, n) => ({ offset: n * field.bytes })),
  };
}

/**
 * Doubles the point at parameter 1 to parameter 0, which may be the same: the formulas of the EFD's dbl-2001-b
 * and dbl-2009-l with z = y z instead of 2 y z, which takes factors of 4 and 8 out of the others and
 * needs half of l instead.
 */
function double(field: Field, a: 0 | -3): FunctionWriter {
  const w = new FunctionWriter(2);
  const { formula, point, temporary } = parts(w, field);
  const [x3, y3, z3] = point(0);
  const [x, y, z] = point(1);
  const [l, gamma, beta, t, u] = temporary as [Place, Place, Place, Place, Place];
  if (a === 0) {
    formula.square(t, x);
  } else {
    formula.square(l, z);
    formula.sum(t, [
      [1, x],
      [-1, l],
    ]);
    formula.sum(
      u,
      [
        [1, x],
        [1, l],
      ],
      'tidy',
    );
    formula.product(t, t, u);
  }
  formula.sum(t, [[3, t]], 'tidy');
  formula.half(l, t);
  formula.square(gamma, y);
  formula.product(beta, x, gamma);
  formula.product(z3, y, z);
  formula.square(t, l);
  formula.sum(
    x3,
    [
      [1, t],
      [-2, beta],
    ],
    'tidy',
  );
  formula.sum(t, [
    [1, beta],
    [-1, x3],
  ]);
  formula.product(t, l, t);
  formula.square(u, gamma);
  formula.sum(y3, [
    [1, t],
    [-1, u],
  ]);
  return w;
}

/**
 * Adds to the point at parameter 1 the affine one with x at parameter 2 and y at parameter 3; the sum goes to
 * parameter 0, which may be parameter 1 (EFD: madd, in the form of Cohen, Miyaji and Ono). Returns 1, with nothing
 * written, if z would be zero: the same point, or its negative.
 */
function add(field: Field): FunctionWriter {
  const w = new FunctionWriter(4);
  const { formula, point, temporary } = parts(w, field);
  const [x3, y3, z3] = point(0);
  const [x1, y1, z1] = point(1);
  const [x2, y2] = [
    { base: 2, offset: 0 },
    { base: 3, offset: 0 },
  ];
  const [zz, h, r, hh, hhh, v, t, z] = temporary as [
    Place,
    Place,
    Place,
    Place,
    Place,
    Place,
    Place,
    Place,
  ];
  formula.square(zz, z1);
  formula.product(h, x2, zz);
  formula.sum(h, [
    [1, h],
    [-1, x1],
  ]);
  formula.product(z, z1, h);
  pushAddress(w, z);
  w.call(IS_ZERO);
  w.if(0);
  w.i32(1);
  w.op('return');
  w.end();
  formula.product(t, z1, zz);
  formula.product(r, y2, t);
  formula.sum(
    r,
    [
      [1, r],
      [-1, y1],
    ],
    'tidy',
  );
  formula.square(hh, h);
  formula.product(hhh, h, hh);
  formula.product(v, x1, hh);
  formula.sum(z3, [[1, z]]);
  formula.square(t, r);
  formula.sum(
    x3,
    [
      [1, t],
      [-1, hhh],
      [-2, v],
    ],
    'tidy',
  );
  formula.sum(v, [
    [1, v],
    [-1, x3],
  ]);
  formula.product(v, r, v);
  formula.product(t, y1, hhh);
  formula.sum(y3, [
    [1, v],
    [-1, t],
  ]);
  w.i32(0);
  return w;
}

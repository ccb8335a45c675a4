import { inverse, inverseBytes } from './inverse.ts';
import { createKernel, type Kernel } from './kernel.ts';
import type { Field, Place } from './montgomery.ts';
import { createTower, type Tower } from './tower.ts';

/** What the kernels of pairing curves can do. `1` is for points over Fp, `2` for those over Fp2. */
export type PairingFunction =
  | 'multiply'
  | 'square'
  | `${'multiply' | 'square' | 'scale' | 'add' | 'subtract' | 'negate' | 'conjugate' | 'xi'}2`
  | 'multiply6'
  | `${'multiply' | 'square' | 'conjugate' | 'cyclotomicSquare'}12`
  | `double${1 | 2}`
  | `addPoint${1 | 2}`
  | 'negate1'
  | 'subtract1'
  | 'isZero'
  | 'lineDouble'
  | 'lineAdd'
  | 'applyLine'
  | 'invert';

/** How a line's value lies in Fp12: D-twists and M-twists. */
export type Twist = 'D' | 'M';

export interface PairingKernel {
  kernel: Kernel<PairingFunction>;
  /** First address that the functions leave alone. */
  free: number;
  /** Where an inverse has its numbers. */
  inverseArea: number;
  /** Where the kernel expects the twist's b, in Fp2. */
  twistB: number;
}

export function createPairingKernel(
  field: Field,
  { xi, twist }: { xi: 1 | 9; twist: Twist },
  pages: number,
): PairingKernel {
  const tower = createTower(field, xi);
  const twistB = tower.reserve(2);
  tower.define('negate1', 2, ({ formula, parameter }) => {
    formula.sum(parameter(0), [[-1, parameter(1)]], 'tidy');
  });
  tower.define('subtract1', 3, ({ formula, parameter }) => {
    formula.sum(
      parameter(0),
      [
        [1, parameter(1)],
        [-1, parameter(2)],
      ],
      'tidy',
    );
  });
  for (const degree of [1, 2] as const) definePoints(tower, degree);
  defineLines(tower, twist, twistB);
  const inverseArea = tower.used();
  tower.functions.invert = { parameters: 0, body: inverse(field, inverseArea) };
  const kernel = createKernel(tower.functions as Parameters<typeof createKernel>[0], pages);
  return {
    kernel: kernel as Kernel<PairingFunction>,
    free: inverseArea + inverseBytes(field),
    inverseArea,
    twistB: twistB.offset,
  };
}

/** Point doubling and mixed addition in Jacobian coordinates over Fp or Fp2, as in curve-kernel.ts with a = 0. */
function definePoints({ define, reserve, part }: Tower, degree: 1 | 2): void {
  const temporary = Array.from({ length: 8 }, () => reserve(degree));
  const point = (place: Place): [Place, Place, Place] => [
    part(place, 0, degree),
    part(place, 1, degree),
    part(place, 2, degree),
  ];
  const names =
    degree === 1
      ? { product: 'multiply', square: 'square' }
      : { product: 'multiply2', square: 'square2' };
  define(`double${degree}`, 2, ({ call, formula, parameter }) => {
    const [out, [x, y, z]] = [point(parameter(0)), point(parameter(1))];
    const [l, gamma, beta, t, u] = temporary as [Place, Place, Place, Place, Place];
    /** A linear formula for each number. */
    const each = (write: (of: (place: Place) => Place) => void): void => {
      for (let n = 0; n < degree; n++) write((place) => part(place, n, 1));
    };
    call(names.square, t, x);
    each((of) => {
      formula.sum(of(t), [[3, of(t)]], 'tidy');
      formula.half(of(l), of(t));
    });
    call(names.square, gamma, y);
    call(names.product, beta, x, gamma);
    call(names.product, out[2], y, z);
    call(names.square, t, l);
    each((of) => {
      formula.sum(
        of(out[0]),
        [
          [1, of(t)],
          [-2, of(beta)],
        ],
        'tidy',
      );
      formula.sum(
        of(t),
        [
          [1, of(beta)],
          [-1, of(out[0])],
        ],
        'tidy',
      );
    });
    call(names.product, t, l, t);
    call(names.square, u, gamma);
    each((of) =>
      formula.sum(
        of(out[1]),
        [
          [1, of(t)],
          [-1, of(u)],
        ],
        'tidy',
      ),
    );
  });
  // The affine point has x at parameter 2 and y at parameter 3. Returns 1, with nothing written, if z would be zero: the same point, its negative, or infinity before.
  define(
    `addPoint${degree}`,
    4,
    ({ w, call, formula, parameter }) => {
      const [out, [x1, y1, z1]] = [point(parameter(0)), point(parameter(1))];
      const [x2, y2] = [parameter(2), parameter(3)];
      const [zz, h, r, hh, hhh, v, t, z3] = temporary as [
        Place,
        Place,
        Place,
        Place,
        Place,
        Place,
        Place,
        Place,
      ];
      const difference = (to: Place, a: Place, b: Place): void => {
        for (let n = 0; n < degree; n++) {
          formula.sum(
            part(to, n, 1),
            [
              [1, part(a, n, 1)],
              [-1, part(b, n, 1)],
            ],
            'tidy',
          );
        }
      };
      call(names.square, zz, z1);
      call(names.product, h, x2, zz);
      difference(h, h, x1);
      call(names.product, z3, z1, h);
      w.i32(1);
      for (let n = 0; n < degree; n++) {
        call('isZero', part(z3, n, 1));
        w.op('i32.and');
      }
      w.if(0);
      w.i32(1);
      w.op('return');
      w.end();
      call(names.product, t, z1, zz);
      call(names.product, r, y2, t);
      difference(r, r, y1);
      call(names.square, hh, h);
      call(names.product, hhh, h, hh);
      call(names.product, v, x1, hh);
      call(names.square, t, r);
      for (let n = 0; n < degree; n++) {
        const of = (place: Place): Place => part(place, n, 1);
        formula.sum(of(out[2]), [[1, of(z3)]]);
        formula.sum(
          of(out[0]),
          [
            [1, of(t)],
            [-1, of(hhh)],
            [-2, of(v)],
          ],
          'tidy',
        );
      }
      difference(v, v, out[0]);
      call(names.product, v, r, v);
      call(names.product, t, y1, hhh);
      difference(out[1], v, t);
      w.i32(0);
    },
    true,
  );
}

/**
 * Steps of the Miller loop on a point of the twist in homogeneous coordinates at parameter 0, with the line's three
 * coefficients to parameter 1: Costello, Lange, Naehrig, PKC 2010; Aranha and others, ePrint 2010/526 §4.
 */
function defineLines({ define, reserve, part }: Tower, twist: Twist, twistB: Place): void {
  const temporary = Array.from({ length: 10 }, () => reserve(2));
  const three = (place: Place): [Place, Place, Place] => [
    part(place, 0, 2),
    part(place, 1, 2),
    part(place, 2, 2),
  ];
  /** Lines are c + b x + a y; which one comes first follows from the twist. */
  const ordered = (line: [Place, Place, Place]): { y: Place; x: Place; constant: Place } =>
    twist === 'D'
      ? { y: line[0], x: line[1], constant: line[2] }
      : { y: line[2], x: line[1], constant: line[0] };
  define('lineDouble', 2, ({ parameter, call }) => {
    const [[x, y, z], line] = [three(parameter(0)), ordered(three(parameter(1)))];
    const [a, b, c, e, f, g, h, i, j, ee] = temporary as [
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
    ];
    call('multiply2', a, x, y);
    call('half2', a, a);
    call('square2', b, y);
    call('square2', c, z);
    call('triple2', e, c);
    call('multiply2', e, e, twistB);
    call('triple2', f, e);
    call('add2', g, b, f);
    call('half2', g, g);
    call('add2', h, y, z);
    call('square2', h, h);
    call('subtract2', h, h, b);
    call('subtract2', h, h, c);
    call('subtract2', i, e, b);
    call('square2', j, x);
    call('square2', ee, e);
    call('subtract2', x, b, f);
    call('multiply2', x, a, x);
    call('square2', y, g);
    call('triple2', ee, ee);
    call('subtract2', y, y, ee);
    call('multiply2', z, b, h);
    call('negate2', line.y, h);
    call('triple2', line.x, j);
    call('copy2', line.constant, i);
  });
  // the affine point at parameter 2
  define('lineAdd', 3, ({ parameter, call }) => {
    const [[x, y, z], line] = [three(parameter(0)), ordered(three(parameter(1)))];
    const [qx, qy] = [part(parameter(2), 0, 2), part(parameter(2), 1, 2)];
    const [theta, lambda, c, d, e, f, g, h, j] = temporary as [
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
      Place,
    ];
    call('multiply2', theta, qy, z);
    call('subtract2', theta, y, theta);
    call('multiply2', lambda, qx, z);
    call('subtract2', lambda, x, lambda);
    call('square2', c, theta);
    call('square2', d, lambda);
    call('multiply2', e, lambda, d);
    call('multiply2', f, z, c);
    call('multiply2', g, x, d);
    call('add2', h, e, f);
    call('subtract2', h, h, g);
    call('subtract2', h, h, g);
    call('multiply2', x, lambda, h);
    call('subtract2', g, g, h);
    call('multiply2', g, theta, g);
    call('multiply2', y, e, y);
    call('subtract2', y, g, y);
    call('multiply2', z, z, e);
    call('multiply2', j, theta, qx);
    call('multiply2', d, lambda, qy);
    call('subtract2', line.constant, j, d);
    call('copy2', line.y, lambda);
    call('negate2', line.x, theta);
  });
  // parameter 0 in Fp12 times the line at parameter 1, at the affine point at parameter 2
  define('applyLine', 3, ({ parameter, call }) => {
    const [f, line] = [parameter(0), ordered(three(parameter(1)))];
    const [px, py] = [part(parameter(2), 0, 1), part(parameter(2), 1, 1)];
    const [y, x] = temporary as [Place, Place];
    call('scale2', y, line.y, py);
    call('scale2', x, line.x, px);
    if (twist === 'D') call('multiplyBy034', f, f, y, x, line.constant);
    else call('multiplyBy014', f, f, line.constant, x, y);
  });
}

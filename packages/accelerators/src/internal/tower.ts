import { FunctionWriter } from '@hart/wasm';
import type { KernelFunction } from './kernel.ts';
import {
  type Field,
  type Formula,
  formulaWriter,
  isZero,
  multiply,
  type Place,
  pushAddress,
} from './montgomery.ts';

/**
 * The extensions that pairings need: Fp2 = Fp[i] / (i² + 1), Fp6 = Fp2[v] / (v³ - ξ), Fp12 = Fp6[w] / (w² - v), each
 * element its coefficients in this order. Formulas: Devegili, Ó hÉigeartaigh, Scott, Dahab, ePrint 2006/471.
 *
 * Every function is a sequence of calls with temporaries of its own at fixed addresses; results may be operands.
 */
export interface Tower {
  functions: Record<string, KernelFunction>;
  /** Addresses below are taken. */
  used(): number;
  /** Room for so many numbers of the prime field. */
  reserve(numbers: number): Place;
  /** The coefficient `index` of an element whose coefficients have `numbers` numbers each. */
  part(place: Place, index: number, numbers: number): Place;
  /** Adds a function; `write` gets a caller of functions that are there already. */
  define(name: string, parameters: number, write: (cx: Context) => void, returns?: boolean): void;
}

interface Context {
  w: FunctionWriter;
  formula: Formula;
  /** The place that parameter `n` points to. */
  parameter(n: number): Place;
  call(name: string, ...places: Place[]): void;
}

/** ξ = real + i. */
export function createTower(field: Field, real: 1 | 9): Tower {
  const functions: Record<string, KernelFunction> = {};
  const indices = new Map<string, number>();
  let memory = 0;
  const reserve = (numbers: number): Place => {
    memory += numbers * field.bytes;
    return { offset: memory - numbers * field.bytes };
  };
  const part: Tower['part'] = ({ base, offset }, index, numbers) => {
    const place = { offset: offset + index * numbers * field.bytes };
    return base === undefined ? place : { ...place, base };
  };
  const add = (name: string, entry: KernelFunction): void => {
    indices.set(name, indices.size);
    functions[name] = entry;
  };
  const define: Tower['define'] = (name, parameters, write, returns = false) => {
    const w = new FunctionWriter(parameters);
    write({
      w,
      formula: formulaWriter(w, field, { multiply: 0, square: 1 }),
      parameter: (n) => ({ base: n, offset: 0 }),
      call(called, ...places) {
        for (const place of places) pushAddress(w, place);
        const index = indices.get(called);
        if (index !== undefined) w.call(index);
        else throw new RangeError(`${called} is called before it is there`);
      },
    });
    add(name, { parameters, returns, body: w });
  };
  const tower: Tower = { functions, used: () => memory, reserve, part, define };
  add('multiply', { parameters: 3, body: multiply(field) });
  add('square', { parameters: 2, body: multiply(field, true) });
  add('isZero', { parameters: 1, returns: true, body: isZero(field) });
  defineFp2(tower, real);
  defineFp6(tower);
  defineFp12(tower);
  return tower;
}

function defineFp2({ define, reserve, part }: Tower, real: 1 | 9): void {
  const [t0, t1, t2, t3, t4] = [reserve(1), reserve(1), reserve(1), reserve(1), reserve(1)];
  const parts = (place: Place): [Place, Place] => [part(place, 0, 1), part(place, 1, 1)];
  define('multiply2', 3, ({ formula, parameter }) => {
    const [out, [a0, a1], [b0, b1]] = [
      parts(parameter(0)),
      parts(parameter(1)),
      parts(parameter(2)),
    ];
    formula.product(t0, a0, b0);
    formula.product(t1, a1, b1);
    formula.sum(
      t2,
      [
        [1, a0],
        [1, a1],
      ],
      'tidy',
    );
    formula.sum(
      t3,
      [
        [1, b0],
        [1, b1],
      ],
      'tidy',
    );
    formula.product(t4, t2, t3);
    formula.sum(
      out[0],
      [
        [1, t0],
        [-1, t1],
      ],
      'tidy',
    );
    formula.sum(
      out[1],
      [
        [1, t4],
        [-1, t0],
        [-1, t1],
      ],
      'tidy',
    );
  });
  define('square2', 2, ({ formula, parameter }) => {
    const [out, [a0, a1]] = [parts(parameter(0)), parts(parameter(1))];
    formula.sum(
      t0,
      [
        [1, a0],
        [1, a1],
      ],
      'tidy',
    );
    formula.sum(
      t1,
      [
        [1, a0],
        [-1, a1],
      ],
      'tidy',
    );
    formula.product(t2, a0, a1);
    formula.product(out[0], t0, t1);
    formula.sum(out[1], [[2, t2]], 'tidy');
  });
  define('scale2', 3, ({ formula, parameter }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    for (const n of [0, 1] as const) formula.product(out[n], a[n], parameter(2));
  });
  define('add2', 3, ({ formula, parameter }) => {
    const [out, a, b] = [parts(parameter(0)), parts(parameter(1)), parts(parameter(2))];
    for (const n of [0, 1] as const)
      formula.sum(
        out[n],
        [
          [1, a[n]],
          [1, b[n]],
        ],
        'tidy',
      );
  });
  define('subtract2', 3, ({ formula, parameter }) => {
    const [out, a, b] = [parts(parameter(0)), parts(parameter(1)), parts(parameter(2))];
    for (const n of [0, 1] as const)
      formula.sum(
        out[n],
        [
          [1, a[n]],
          [-1, b[n]],
        ],
        'tidy',
      );
  });
  define('negate2', 2, ({ formula, parameter }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    for (const n of [0, 1] as const) formula.sum(out[n], [[-1, a[n]]], 'tidy');
  });
  define('copy2', 2, ({ formula, parameter }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    for (const n of [0, 1] as const) formula.sum(out[n], [[1, a[n]]]);
  });
  define('conjugate2', 2, ({ formula, parameter }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    formula.sum(out[0], [[1, a[0]]]);
    formula.sum(out[1], [[-1, a[1]]], 'tidy');
  });
  define('half2', 2, ({ formula, parameter }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    for (const n of [0, 1] as const) formula.half(out[n], a[n]);
  });
  define('triple2', 2, ({ formula, parameter }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    for (const n of [0, 1] as const) formula.sum(out[n], [[3, a[n]]], 'tidy');
  });
  define('xi2', 2, ({ formula, parameter }) => {
    const [out, [a0, a1]] = [parts(parameter(0)), parts(parameter(1))];
    formula.sum(
      t0,
      [
        [real, a0],
        [-1, a1],
      ],
      'tidy',
    );
    formula.sum(
      out[1],
      [
        [1, a0],
        [real, a1],
      ],
      'tidy',
    );
    formula.sum(out[0], [[1, t0]]);
  });
}

function defineFp6({ define, reserve, part }: Tower): void {
  const parts = (place: Place): [Place, Place, Place] => [
    part(place, 0, 2),
    part(place, 1, 2),
    part(place, 2, 2),
  ];
  const [v0, v1, v2, s, t, u] = [
    reserve(2),
    reserve(2),
    reserve(2),
    reserve(2),
    reserve(2),
    reserve(2),
  ];
  for (const name of ['add', 'subtract'] as const) {
    define(`${name}6`, 3, ({ parameter, call }) => {
      const [out, a, b] = [parts(parameter(0)), parts(parameter(1)), parts(parameter(2))];
      for (const n of [0, 1, 2] as const) call(`${name}2`, out[n], a[n], b[n]);
    });
  }
  define('negate6', 2, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    for (const n of [0, 1, 2] as const) call('negate2', out[n], a[n]);
  });
  define('shift6', 2, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    call('xi2', s, a[2]);
    call('copy2', out[2], a[1]);
    call('copy2', out[1], a[0]);
    call('copy2', out[0], s);
  });
  define('multiply6', 3, ({ parameter, call }) => {
    const [out, a, b] = [parts(parameter(0)), parts(parameter(1)), parts(parameter(2))];
    call('multiply2', v0, a[0], b[0]);
    call('multiply2', v1, a[1], b[1]);
    call('multiply2', v2, a[2], b[2]);
    /** (ai + aj) (bi + bj) - vi - vj */
    const cross = (to: Place, i: 0 | 1, j: 1 | 2, vi: Place, vj: Place): void => {
      call('add2', s, a[i], a[j]);
      call('add2', to, b[i], b[j]);
      call('multiply2', to, s, to);
      call('subtract2', to, to, vi);
      call('subtract2', to, to, vj);
    };
    cross(t, 1, 2, v1, v2);
    cross(u, 0, 1, v0, v1);
    call('add2', s, a[0], a[2]);
    call('add2', out[2], b[0], b[2]);
    call('multiply2', out[2], s, out[2]);
    call('subtract2', out[2], out[2], v0);
    call('subtract2', out[2], out[2], v2);
    call('add2', out[2], out[2], v1);
    call('xi2', t, t);
    call('add2', out[0], v0, t);
    call('xi2', v2, v2);
    call('add2', out[1], u, v2);
  });
  // by c0 + c1 v, coefficients at parameters 2 and 3
  define('multiplyBy01', 4, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    const [c0, c1] = [parameter(2), parameter(3)];
    call('multiply2', v0, a[0], c0);
    call('multiply2', v1, a[1], c1);
    call('add2', s, a[1], a[2]);
    call('multiply2', t, s, c1);
    call('subtract2', t, t, v1);
    call('xi2', t, t);
    call('add2', t, t, v0);
    call('add2', s, a[0], a[2]);
    call('multiply2', u, s, c0);
    call('subtract2', u, u, v0);
    call('add2', u, u, v1);
    call('add2', s, a[0], a[1]);
    call('add2', v2, c0, c1);
    call('multiply2', s, s, v2);
    call('subtract2', s, s, v0);
    call('subtract2', out[1], s, v1);
    call('copy2', out[0], t);
    call('copy2', out[2], u);
  });
  // by c1 v
  define('multiplyBy1', 3, ({ parameter, call }) => {
    const [out, a, c1] = [parts(parameter(0)), parts(parameter(1)), parameter(2)];
    call('multiply2', v1, a[1], c1);
    call('add2', s, a[1], a[2]);
    call('multiply2', t, s, c1);
    call('subtract2', t, t, v1);
    call('add2', s, a[0], a[1]);
    call('multiply2', s, s, c1);
    call('subtract2', out[1], s, v1);
    call('xi2', out[0], t);
    call('copy2', out[2], v1);
  });
}

function defineFp12({ define, reserve, part }: Tower): void {
  const parts = (place: Place): [Place, Place] => [part(place, 0, 6), part(place, 1, 6)];
  const [t0, t1, t2, t3] = [reserve(6), reserve(6), reserve(6), reserve(6)];
  define('multiply12', 3, ({ parameter, call }) => {
    const [out, a, b] = [parts(parameter(0)), parts(parameter(1)), parts(parameter(2))];
    call('multiply6', t0, a[0], b[0]);
    call('multiply6', t1, a[1], b[1]);
    call('add6', t2, a[0], a[1]);
    call('add6', t3, b[0], b[1]);
    call('multiply6', t2, t2, t3);
    call('subtract6', t2, t2, t0);
    call('subtract6', out[1], t2, t1);
    call('shift6', t1, t1);
    call('add6', out[0], t0, t1);
  });
  define('square12', 2, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    call('multiply6', t0, a[0], a[1]);
    call('add6', t1, a[0], a[1]);
    call('shift6', t2, a[1]);
    call('add6', t2, t2, a[0]);
    call('multiply6', t1, t1, t2);
    call('subtract6', t1, t1, t0);
    call('shift6', t2, t0);
    call('subtract6', out[0], t1, t2);
    call('add6', out[1], t0, t0);
  });
  // the inverse where the norm is 1
  define('conjugate12', 2, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    for (const n of [0, 1, 2]) call('copy2', part(out[0], n, 2), part(a[0], n, 2));
    call('negate6', out[1], a[1]);
  });
  // Granger, Scott: ePrint 2009/565 §3.2, squares in the cyclotomic subgroup
  define('cyclotomicSquare12', 2, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    const z = [0, 1, 2].map((n) => part(a[0], n, 2));
    const y = [0, 1, 2].map((n) => part(a[1], n, 2));
    const temporary = (n: number): Place => part(t0, n, 2);
    /** (x + y √ξ')² in the quadratic extension of Fp2: x² + ξ y² and 2 x y. */
    const square4 = (real: Place, imaginary: Place, x: Place, other: Place): void => {
      const [s, t] = [part(t3, 0, 2), part(t3, 1, 2)];
      call('square2', s, x);
      call('square2', t, other);
      call('add2', imaginary, x, other);
      call('square2', imaginary, imaginary);
      call('subtract2', imaginary, imaginary, s);
      call('subtract2', imaginary, imaginary, t);
      call('xi2', t, t);
      call('add2', real, s, t);
    };
    square4(temporary(0), temporary(1), z[0]!, y[1]!);
    square4(temporary(2), part(t1, 0, 2), y[0]!, z[2]!);
    square4(part(t1, 1, 2), part(t1, 2, 2), z[1]!, y[2]!);
    const [even, odd] = [
      [temporary(0), temporary(2), part(t1, 1, 2)],
      [part(t1, 2, 2), temporary(1), part(t1, 0, 2)],
    ];
    // 3 t - 2 z for the even coefficients, 3 t + 2 y for the odd ones
    const s = part(t3, 0, 2);
    for (const n of [0, 1, 2]) {
      call('subtract2', s, even[n]!, z[n]!);
      call('add2', s, s, s);
      call('add2', part(t2, n, 2), s, even[n]!);
    }
    for (const n of [0, 1, 2]) {
      const t = odd[n]!;
      if (n === 0) call('xi2', t, t);
      call('add2', s, t, y[n]!);
      call('add2', s, s, s);
      call('add2', part(out[1], n, 2), s, t);
    }
    for (const n of [0, 1, 2]) call('copy2', part(out[0], n, 2), part(t2, n, 2));
  });
  // sparse products with lines: coefficients at parameters 2, 3, 4
  define('multiplyBy014', 5, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    const [c0, c1, c4] = [parameter(2), parameter(3), parameter(4)];
    call('multiplyBy01', t0, a[0], c0, c1);
    call('multiplyBy1', t1, a[1], c4);
    call('add2', t3, c1, c4);
    call('add6', t2, a[0], a[1]);
    call('multiplyBy01', t2, t2, c0, t3);
    call('subtract6', t2, t2, t0);
    call('subtract6', out[1], t2, t1);
    call('shift6', t1, t1);
    call('add6', out[0], t0, t1);
  });
  define('multiplyBy034', 5, ({ parameter, call }) => {
    const [out, a] = [parts(parameter(0)), parts(parameter(1))];
    const [c0, c3, c4] = [parameter(2), parameter(3), parameter(4)];
    for (const n of [0, 1, 2]) call('multiply2', part(t0, n, 2), part(a[0], n, 2), c0);
    call('multiplyBy01', t1, a[1], c3, c4);
    call('add2', t3, c0, c3);
    call('add6', t2, a[0], a[1]);
    call('multiplyBy01', t2, t2, t3, c4);
    call('subtract6', t2, t2, t0);
    call('subtract6', out[1], t2, t1);
    call('shift6', t1, t1);
    call('add6', out[0], t0, t1);
  });
}

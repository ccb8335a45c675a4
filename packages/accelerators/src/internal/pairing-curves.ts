import { CURVES } from './curves.ts';
import { type Accumulator, createGroup, type Group } from './group.ts';
import { lazily } from './kernel.ts';
import { createPairingCurve, type PairingCurve, twistFrobenius } from './pairing-curve.ts';
import { createPairing, type Pairing, type PairingSteps } from './pairing-engine.ts';

/** A group with room to compute in. */
interface GroupAtWork {
  group: Group;
  sum: Accumulator;
  point: number;
  /** Whether a point of the curve is in the subgroup. */
  isMember(point: number): boolean;
}

/** A pairing and its groups. */
export interface PairingGroups {
  curve: PairingCurve;
  g1: GroupAtWork;
  g2: GroupAtWork;
  pairing: Pairing;
}

function atWork(curve: PairingCurve, degree: 1 | 2): Omit<GroupAtWork, 'isMember'> {
  const group = createGroup(curve, degree);
  return { group, sum: group.accumulator(), point: curve.reserve(group.numbers) };
}

/** Digits 0, 1 and -1 from below the top on, no two of them beside each other not zero. */
function signedDigits(value: bigint): number[] {
  const digits: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 1n) {
    const digit = (rest & 1n) === 0n ? 0 : 2 - Number(rest & 3n);
    digits.push(digit);
    rest -= BigInt(digit);
  }
  return digits.reverse().slice(1);
}

const BN_X = 4965661367192848881n;

/** Fuentes-Castañeda, Knapp, Rodríguez-Henríquez, SAC 2011: a power of the pairing. */
const BN_STEPS: PairingSteps = {
  loop: signedDigits(6n * BN_X + 2n),
  isNegative: false,
  hasFrobeniusSteps: true,
  x: BN_X,
  hardPart({ f, place, copy, multiply, square, conjugate, frobenius, powerOfX }) {
    const [y0, y1, y3, y4, y6, y8, y10, t] = [0, 1, 2, 3, 4, 5, 6, 7].map(place) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const powerOfMinusX = (to: number, from: number): void => {
      powerOfX(to, from);
      conjugate(to, to);
    };
    powerOfMinusX(y0, f);
    square(y1, y0);
    square(t, y1);
    multiply(y3, t, y1);
    powerOfMinusX(y4, y3);
    square(t, y4);
    powerOfMinusX(y6, t);
    conjugate(y3, y3);
    conjugate(y6, y6);
    multiply(y8, y6, y4);
    multiply(y8, y8, y3);
    multiply(t, y8, y1);
    multiply(y10, y8, y4);
    multiply(y10, y10, f);
    // t is y9 of the paper; y10 is y11 by now
    frobenius(y0, t, 1);
    multiply(y10, y0, y10);
    frobenius(y0, y8, 2);
    multiply(y10, y0, y10);
    conjugate(y0, f);
    multiply(y0, y0, t);
    frobenius(y1, y0, 3);
    multiply(f, y1, y10);
    copy(t, f);
  },
};

/** alt_bn128 of EIP-196 and EIP-197. */
export const bn254 = lazily((): PairingGroups => {
  const curve = createPairingCurve({
    p: CURVES.bn254.p,
    r: CURVES.bn254.n,
    b: 3n,
    xi: 9,
    twist: 'D',
    coordinateBytes: 32,
    firstPart: 'imaginary',
  });
  const [g1, g2] = [atWork(curve, 1), atWork(curve, 2)];
  const [multiple, image] = [curve.reserve(4), curve.reserve(4)];
  const sum = g2.group.accumulator();
  return {
    curve,
    g1: { ...g1, isMember: () => true },
    g2: {
      ...g2,
      /** [x + 1] Q + ψ([x] Q) + ψ²([x] Q) = ψ³([2 x] Q): El Housni, Guillevic, Piellard, ePrint 2022/352. */
      isMember(point) {
        const { group } = g2;
        group.multiply(sum, BN_X, point);
        if (group.isInfinite(sum)) return false;
        group.toAffine(multiple, sum);
        group.add(sum, point);
        twistFrobenius(curve, image, multiple);
        group.add(sum, image);
        twistFrobenius(curve, image, image);
        group.add(sum, image);
        twistFrobenius(curve, image, image);
        group.negate(image, image);
        group.add(sum, image);
        group.add(sum, image);
        return group.isInfinite(sum);
      },
    },
    pairing: createPairing(curve, BN_STEPS),
  };
});

/** The curve's x is negative; this is its absolute value. */
export const BLS_X = 0xd201000000010000n;

/** Hayashida, Hayasaka, Teruya, ePrint 2020/875: the cube of the pairing. */
const BLS_STEPS: PairingSteps = {
  loop: [...BLS_X.toString(2)].slice(1).map(Number),
  isNegative: true,
  hasFrobeniusSteps: false,
  x: BLS_X,
  hardPart({ f, place, multiply, square, conjugate, frobenius, powerOfX }) {
    const [y0, y1, y2] = [0, 1, 2].map(place) as [number, number, number];
    const powerOfMinusX = (to: number, from: number): void => {
      powerOfX(to, from);
      conjugate(to, to);
    };
    square(y0, f);
    powerOfMinusX(y1, f);
    conjugate(y2, f);
    multiply(y1, y1, y2);
    powerOfMinusX(y2, y1);
    conjugate(y1, y1);
    multiply(y1, y1, y2);
    powerOfMinusX(y2, y1);
    frobenius(y1, y1, 1);
    multiply(y1, y1, y2);
    multiply(f, f, y0);
    powerOfMinusX(y0, y1);
    powerOfMinusX(y2, y0);
    frobenius(y0, y1, 2);
    conjugate(y1, y1);
    multiply(y1, y1, y2);
    multiply(y1, y1, y0);
    multiply(f, f, y1);
  },
};

/** A third root of 1 with which (x, y) -> (beta x, y) multiplies points of BLS12-381's G1 by -x². */
const BLS_BETA =
  0x5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffen;

export const bls12381 = lazily((): PairingGroups => {
  const curve = createPairingCurve({
    p: CURVES.bls12_381.p,
    r: CURVES.bls12_381.n,
    b: 4n,
    xi: 1,
    twist: 'M',
    coordinateBytes: 48,
    firstPart: 'real',
  });
  const [g1, g2] = [atWork(curve, 1), atWork(curve, 2)];
  const [image1, image2, beta] = [curve.reserve(2), curve.reserve(4), curve.reserve(1)];
  const [sum1, sum2] = [g1.group.accumulator(), g2.group.accumulator()];
  curve.put(beta, BLS_BETA);
  return {
    curve,
    g1: {
      ...g1,
      /** [x²] P + φ(P) = 0: Scott, ePrint 2021/1130. */
      isMember(point) {
        g1.group.multiply(sum1, BLS_X * BLS_X, point);
        curve.call.multiply(image1, point, beta);
        curve.copy(image1 + curve.size, point + curve.size, 1);
        g1.group.add(sum1, image1);
        return g1.group.isInfinite(sum1);
      },
    },
    g2: {
      ...g2,
      /** [|x|] Q + ψ(Q) = 0: Scott, ePrint 2021/1130. */
      isMember(point) {
        g2.group.multiply(sum2, BLS_X, point);
        twistFrobenius(curve, image2, point);
        g2.group.add(sum2, image2);
        return g2.group.isInfinite(sum2);
      },
    },
    pairing: createPairing(curve, BLS_STEPS),
  };
});

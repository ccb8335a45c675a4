import type { PairingCurve } from './pairing-curve.ts';
import { preparePower } from './power.ts';

/** Finds square roots modulo a prime that is 3 modulo 4; undefined if there is none. */
export function squareRootOf(curve: PairingCurve): (value: bigint) => bigint | undefined {
  const { p } = curve;
  const power = preparePower((p + 1n) / 4n);
  const at = curve.reserve(1);
  return (value) => {
    curve.put(at, value);
    curve.raise(at, power);
    const root = curve.read(at);
    return (root * root) % p === value ? root : undefined;
  };
}

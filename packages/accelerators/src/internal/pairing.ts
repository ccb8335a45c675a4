import type { PairingGroups } from './pairing-curves.ts';

/** p1 + p2 in G1, as bytes; false if one is not on the curve. */
export function addG1(
  groups: PairingGroups,
  p1: Uint8Array,
  p2: Uint8Array,
  out: Uint8Array,
): boolean {
  return addPoints(groups, 'g1', p1, p2, out);
}

/** p1 + p2 on the twist, as bytes; false if one is not on it. */
export function addG2(
  groups: PairingGroups,
  p1: Uint8Array,
  p2: Uint8Array,
  out: Uint8Array,
): boolean {
  return addPoints(groups, 'g2', p1, p2, out);
}

function addPoints(
  groups: PairingGroups,
  which: 'g1' | 'g2',
  p1: Uint8Array,
  p2: Uint8Array,
  out: Uint8Array,
): boolean {
  const { group, sum, point } = groups[which];
  sum.infinite = true;
  for (const bytes of [p1, p2]) {
    const kind = group.read(point, bytes);
    if (kind === undefined) return false;
    if (kind === 'point') group.add(sum, point);
  }
  group.write(out, sum);
  return true;
}

/** scalar · point in a G1 that is all of its curve, as bytes; false if the point is not on it. */
export function multiplyG1(
  groups: PairingGroups,
  point: Uint8Array,
  scalar: Uint8Array,
  out: Uint8Array,
): boolean {
  const { group, sum } = groups.g1;
  const pair = new Uint8Array(point.length + scalar.length);
  pair.set(point);
  pair.set(scalar, point.length);
  if (!group.weightedSum(sum, pair)) return false;
  group.write(out, sum);
  return true;
}

/** The sum of multiples of points in G1; false if there are none or one is not in the subgroup. */
export function sumG1(groups: PairingGroups, pairs: Uint8Array, out: Uint8Array): boolean {
  return sumPoints(groups, 'g1', pairs, out);
}

/** The sum of multiples of points in G2; false if there are none or one is not in the subgroup. */
export function sumG2(groups: PairingGroups, pairs: Uint8Array, out: Uint8Array): boolean {
  return sumPoints(groups, 'g2', pairs, out);
}

function sumPoints(
  groups: PairingGroups,
  which: 'g1' | 'g2',
  pairs: Uint8Array,
  out: Uint8Array,
): boolean {
  const { group, sum, isMember } = groups[which];
  if (pairs.length === 0 || !group.weightedSum(sum, pairs, isMember)) return false;
  group.write(out, sum);
  return true;
}

/** Whether the product of pairings is 1, to `verified`; false if a point is not in its subgroup. */
export function checkPairing(
  { g1, g2, pairing }: PairingGroups,
  pairs: Uint8Array,
  verified: Uint8Array,
): boolean {
  const [first, second] = [g1.group.pointBytes, g2.group.pointBytes];
  pairing.begin();
  for (let at = 0; at < pairs.length; at += first + second) {
    const { p, q } = pairing.next();
    const kinds = [
      g1.group.read(p, pairs.subarray(at, at + first)),
      g2.group.read(q, pairs.subarray(at + first, at + first + second)),
    ];
    if (kinds.includes(undefined)) return false;
    if (kinds[0] === 'point' && !g1.isMember(p)) return false;
    if (kinds[1] === 'point' && !g2.isMember(q)) return false;
    // with the point at infinity a pairing is 1
    if (!kinds.includes('infinity')) pairing.take();
  }
  verified[0] = Number(pairing.isOne());
  return true;
}

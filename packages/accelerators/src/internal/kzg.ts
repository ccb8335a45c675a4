import { bigEndian, isZero, putBigEndian } from './bytes.ts';
import { lazily } from './kernel.ts';
import { bls12381 } from './pairing-curves.ts';
import { squareRootOf } from './square-root.ts';

/** Generators of BLS12-381's groups; in Fp2 the real part comes first. */
const G1 = [
  0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bbn,
  0x8b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1n,
];
const G2 = [
  0x24aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8n,
  0x13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7en,
  0xce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801n,
  0x606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79ben,
];
/** [s] G2 of Ethereum's KZG ceremony (consensus-specs: trusted_setup_4096.json, g2_monomial[1]). */
const SETUP_G2 = [
  0x185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2n,
  0x15bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72n,
  0x14353bdb96b626dd7d5ee8599d1fca2131569490e28de18e82451a496a9c9794ce26d105941f383ee689bfbbb832a99n,
  0x1666c54b0a32529503432fcae0181b4bef79de09fc63671fda5ed1ba9bfa07899495346f3d7ac9cd23048ef30d0a154fn,
];

const [IS_COMPRESSED, IS_INFINITY, IS_LARGER] = [0x80, 0x40, 0x20] as const;
const COORDINATE = 48;
const SCALAR = 32;

const kzg = lazily(() => {
  const { curve, g1 } = bls12381();
  const generators = [G2, SETUP_G2].map((coordinates) => {
    const at = curve.reserve(4);
    coordinates.forEach((value, n) => {
      curve.put(at + n * curve.size, value);
    });
    return at;
  });
  const root = squareRootOf(curve);
  const [commitment, proof] = [curve.reserve(2), curve.reserve(2)];
  return { root, commitment, proof, difference: g1.group.accumulator(), generators };
});

/** Reads a compressed point of G1 (the flags of ZCash's format); undefined if it is none. */
function decompress(at: number, bytes: Uint8Array): 'point' | 'infinity' | undefined {
  const { curve, g1 } = bls12381();
  const flags = bytes[0]!;
  if ((flags & IS_COMPRESSED) === 0) return undefined;
  const rest = Uint8Array.from(bytes);
  rest[0] = flags & 0x1f;
  if ((flags & IS_INFINITY) !== 0) {
    return (flags & IS_LARGER) === 0 && isZero(rest) ? 'infinity' : undefined;
  }
  const { p, b, size } = curve;
  const x = bigEndian(rest);
  if (x >= p) return undefined;
  const root = kzg().root((x * x * x + b) % p);
  if (root === undefined) return undefined;
  const isLarger = root > p / 2n;
  curve.put(at, x);
  curve.put(at + size, isLarger === ((flags & IS_LARGER) !== 0) ? root : p - root);
  return g1.isMember(at) ? 'point' : undefined;
}

/** `verify_kzg_proof` of EIP-4844's polynomial commitments; undefined if an argument is malformed. */
export function verifyKzgProof(
  commitment: Uint8Array,
  z: Uint8Array,
  y: Uint8Array,
  proof: Uint8Array,
): boolean | undefined {
  const { curve, g1, g2, pairing } = bls12381();
  const { commitment: c, proof: pi, difference, generators } = kzg();
  const value = bigEndian(y);
  if (bigEndian(z) >= curve.r || value >= curve.r) return undefined;
  const kinds = [decompress(c, commitment), decompress(pi, proof)];
  if (kinds.includes(undefined)) return undefined;
  // e(C - [y] G1 + [z] π, G2) e(-π, [s] G2) = 1
  const pairs = new Uint8Array(2 * (2 * COORDINATE + SCALAR));
  const generator = pairs.subarray(2 * COORDINATE + SCALAR);
  if (kinds[1] === 'point') {
    curve.toBytes(pairs, pi);
    curve.toBytes(pairs.subarray(COORDINATE), pi + curve.size);
    pairs.set(z, 2 * COORDINATE);
  }
  G1.forEach((coordinate, n) => {
    putBigEndian(generator.subarray(n * COORDINATE, (n + 1) * COORDINATE), coordinate);
  });
  putBigEndian(generator.subarray(2 * COORDINATE), (curve.r - value) % curve.r);
  g1.group.weightedSum(difference, pairs);
  if (kinds[0] === 'point') g1.group.add(difference, c);
  pairing.begin();
  if (!g1.group.isInfinite(difference)) {
    const next = pairing.next();
    g1.group.toAffine(next.p, difference);
    curve.copy(next.q, generators[0]!, g2.group.numbers);
    pairing.take();
  }
  if (kinds[1] === 'point') {
    const next = pairing.next();
    g1.group.negate(next.p, pi);
    curve.copy(next.q, generators[1]!, g2.group.numbers);
    pairing.take();
  }
  return pairing.isOne();
}

import { bigEndian, putBigEndian } from './bytes.ts';
import { type Affine, type Curve, createCurve } from './curve.ts';
import { CURVES } from './curves.ts';
import { lazily } from './kernel.ts';
import { modulo } from './modulo.ts';
import { preparePower } from './power.ts';

/** SEC 2 §2.4.1. Its endomorphism and the lattice of short vectors for it: Gallant, Lambert, Vanstone, CRYPTO 2001. */
export const secp256k1 = lazily(() => {
  const { p, n, base } = CURVES.secp256k1;
  const a1 = 0x3086d221a7d46bcde86c90e49284eb15n;
  const b1 = -0xe4437ed6010e88286f547fa90abfe4c3n;
  const a2 = a1 - b1;
  const b2 = a1;
  const nearest = (value: bigint): bigint => (value + n / 2n) / n;
  return createCurve({
    ...{ p, n, a: 0, b: 7n },
    generator: base,
    endomorphism: {
      beta: 0x7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501een,
      split(scalar) {
        const c1 = nearest(b2 * scalar);
        const c2 = nearest(-b1 * scalar);
        return [scalar - c1 * a1 - c2 * a2, -c1 * b1 - c2 * b2];
      },
    },
  });
});

/** NIST P-256: SEC 2 §2.4.2. */
export const secp256r1 = lazily(() => {
  const { p, n, base } = CURVES.secp256r1;
  return createCurve({
    ...{ p, n, a: -3 },
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    generator: base,
  });
});

/** r and s of a signature of 64 bytes; undefined unless both are in 1..n-1. */
function readSignature({ n }: Curve, signature: Uint8Array): { r: bigint; s: bigint } | undefined {
  const r = bigEndian(signature.subarray(0, 32));
  const s = bigEndian(signature.subarray(32, 64));
  return r > 0n && r < n && s > 0n && s < n ? { r, s } : undefined;
}

/** A public key of 64 bytes, x and y; undefined unless it is a point of the curve. */
function readKey({ p, a, b }: Curve, key: Uint8Array): Affine | undefined {
  const x = bigEndian(key.subarray(0, 32));
  const y = bigEndian(key.subarray(32, 64));
  if (x >= p || y >= p) return undefined;
  return (y * y - (x * x + BigInt(a)) * x - b) % p === 0n ? { x, y } : undefined;
}

/**
 * Verifies an ECDSA signature over a hash of 32 bytes (SEC 1 §4.1.4); s may be high. Undefined if r or s is out
 * of range or the key is no point of the curve.
 */
export function verifyEcdsa(
  curve: Curve,
  hash: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean | undefined {
  const { n } = curve;
  const numbers = readSignature(curve, signature);
  const key = readKey(curve, publicKey);
  if (numbers === undefined || key === undefined) return undefined;
  const { r, s } = numbers;
  const inverse = curve.invertScalar(s);
  const u = (bigEndian(hash) * inverse) % n;
  const v = (r * inverse) % n;
  const sum = curve.sum(u, v, key);
  return sum !== undefined && sum.x % n === r;
}

const ROOT_POWER = lazily(() => preparePower((secp256k1().p + 1n) / 4n));

/**
 * Recovers the secp256k1 public key of a signature (SEC 1 §4.1.6) to 64 bytes. `recoveryId` 0..3: bit 0 is the
 * parity of the nonce point's y, bit 1 says that its x was n or more. False if there is no such key.
 */
export function recoverEcdsa(
  hash: Uint8Array,
  signature: Uint8Array,
  recoveryId: number,
  publicKey: Uint8Array,
): boolean {
  const curve = secp256k1();
  const { n, p, b } = curve;
  const numbers = readSignature(curve, signature);
  if (numbers === undefined || recoveryId < 0 || recoveryId > 3) return false;
  const { r, s } = numbers;
  const x = r + (recoveryId >= 2 ? n : 0n);
  if (x >= p) return false;
  const square = (x * x * x + b) % p;
  const root = curve.power(square, ROOT_POWER());
  if ((root * root) % p !== square) return false;
  const y = Number(root & 1n) === (recoveryId & 1) ? root : p - root;
  const inverse = curve.invertScalar(r);
  const u = modulo(-bigEndian(hash) * inverse, n);
  const v = (s * inverse) % n;
  const key = curve.sum(u, v, { x, y });
  if (key === undefined) return false;
  putBigEndian(publicKey.subarray(0, 32), key.x);
  putBigEndian(publicKey.subarray(32, 64), key.y);
  return true;
}

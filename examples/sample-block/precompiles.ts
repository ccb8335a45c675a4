import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { p256 } from '@noble/curves/nist.js';
import { blake2b } from '@noble/hashes/blake2.js';
import {
  type Address,
  concatHex,
  type Hex,
  hexToBytes,
  keccak256,
  numberToHex,
  ripemd160,
  sha256,
  stringToHex,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

/** An input of a precompile and the answer that another library computes for it. */
export interface PrecompileCall {
  precompile: Address;
  input: Hex;
  output: Hex;
}

/** What points and the library's mapped points have in common. */
interface Affine<T> {
  x: T;
  y: T;
}

const word = (value: bigint | number): Hex => numberToHex(value, { size: 32 });
/** BLS12-381 field elements are padded to 64 bytes (EIP-2537). */
const wide = (value: bigint): Hex => numberToHex(value, { size: 64 });
const MESSAGE = stringToHex('the sample block of hart');
const DIGEST = sha256(MESSAGE);

/** A call of every precompile of Osaka, but for 0x0a, which needs a blob. */
export async function precompileCalls(): Promise<PrecompileCall[]> {
  const rows: [number, Hex, Hex][] = [
    [0x01, ...(await ecrecover())],
    [0x02, MESSAGE, DIGEST],
    [0x03, MESSAGE, word(BigInt(ripemd160(MESSAGE)))],
    [0x04, MESSAGE, MESSAGE],
    [0x05, ...modexp()],
    ...bn254Rows(),
    [0x09, ...blake2f()],
    ...blsRows(),
    [0x100, ...p256verify()],
  ];
  return rows.map(([number, input, output]) => ({
    precompile: numberToHex(number, { size: 20 }),
    input,
    output,
  }));
}

async function ecrecover(): Promise<[Hex, Hex]> {
  const signer = privateKeyToAccount(DIGEST);
  const signature = await signer.sign({ hash: DIGEST });
  const [r, s, v] = [signature.slice(2, 66), signature.slice(66, 130), signature.slice(130)];
  return [
    concatHex([DIGEST, word(Number.parseInt(v, 16)), `0x${r}`, `0x${s}`]),
    word(BigInt(signer.address)),
  ];
}

/** An RSA-2048 sized power with the exponent 65537. */
function modexp(): [Hex, Hex] {
  const long = (name: string): bigint =>
    BigInt(concatHex(Array.from({ length: 8 }, (_, i) => keccak256(stringToHex(`${name} ${i}`)))));
  const modulus = long('modulus') | 1n;
  const base = long('base') % modulus;
  let result = base;
  for (let i = 0; i < 16; i++) result = (result * result) % modulus;
  result = (result * base) % modulus;
  const bytes = (value: bigint): Hex => numberToHex(value, { size: 256 });
  return [
    concatHex([word(256), word(3), word(256), bytes(base), '0x010001', bytes(modulus)]),
    bytes(result),
  ];
}

function bn254Rows(): [number, Hex, Hex][] {
  const G1 = bn254.G1.Point.BASE;
  const G2 = bn254.G2.Point.BASE;
  const g1 = (point: typeof G1): Hex => {
    const { x, y } = point.toAffine();
    return concatHex([word(x), word(y)]);
  };
  const g2 = (point: typeof G2): Hex => {
    const { x, y } = point.toAffine();
    return concatHex([word(x.c1), word(x.c0), word(y.c1), word(y.c0)]);
  };
  const scalar = BigInt(DIGEST) % bn254.fields.Fr.ORDER;
  const point = G1.multiply(scalar);
  // e(aG, 5H) · e(−5aG, H) = 1
  const pairs = [g1(point), g2(G2.multiply(5n)), g1(point.multiply(5n).negate()), g2(G2)];
  return [
    [0x06, concatHex([g1(G1), g1(point)]), g1(G1.add(point))],
    [0x07, concatHex([g1(point), word(7)]), g1(point.multiply(7n))],
    [0x08, concatHex(pairs), word(1)],
  ];
}

/** BLAKE2b of "abc" as one call of its compression function (EIP-152, test vector 5). */
function blake2f(): [Hex, Hex] {
  const state: Hex[] = [
    '0x48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5',
    '0xd182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b',
  ];
  const message: Hex = `0x616263${'00'.repeat(125)}`;
  const counted: Hex = '0x03000000000000000000000000000000';
  return [
    concatHex([numberToHex(12, { size: 4 }), ...state, message, counted, '0x01']),
    toHex(blake2b(hexToBytes('0x616263'))),
  ];
}

function blsRows(): [number, Hex, Hex][] {
  const G1 = bls12_381.G1.Point.BASE;
  const G2 = bls12_381.G2.Point.BASE;
  const g1 = ({ x, y }: Affine<bigint>): Hex => concatHex([wide(x), wide(y)]);
  const g2 = ({ x, y }: Affine<{ c0: bigint; c1: bigint }>): Hex =>
    concatHex([wide(x.c0), wide(x.c1), wide(y.c0), wide(y.c1)]);
  const scalar = BigInt(DIGEST) % bls12_381.fields.Fr.ORDER;
  const p = G1.multiply(scalar);
  const q = G2.multiply(scalar);
  const element = BigInt(DIGEST);
  // The library's type asks for a list here, its code for the number.
  const mapped = bls12_381.G1.mapToCurve(element as unknown as bigint[]);
  return [
    [0x0b, concatHex([g1(G1), g1(p)]), g1(G1.add(p))],
    [0x0c, concatHex([g1(G1), word(3), g1(p), word(5)]), g1(G1.multiply(3n).add(p.multiply(5n)))],
    [0x0d, concatHex([g2(G2), g2(q)]), g2(G2.add(q))],
    [0x0e, concatHex([g2(G2), word(3), g2(q), word(5)]), g2(G2.multiply(3n).add(q.multiply(5n)))],
    // e(aG, H) · e(−G, aH) = 1
    [0x0f, concatHex([g1(p), g2(G2), g1(G1.negate()), g2(q)]), word(1)],
    [0x10, wide(element), g1(mapped)],
    [0x11, concatHex([wide(element), wide(7n)]), g2(bls12_381.G2.mapToCurve([element, 7n]))],
  ];
}

function p256verify(): [Hex, Hex] {
  const secret = hexToBytes(DIGEST);
  const signature = p256.sign(secret, secret, { prehash: false, extraEntropy: false });
  const key = p256.getPublicKey(secret, false).subarray(1);
  return [concatHex([DIGEST, toHex(signature), toHex(key)]), word(1)];
}

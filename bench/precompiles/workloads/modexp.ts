import { bigEndian, bytesOf, concat, hexOf, type Workload } from './workload.ts';

/** Any 256 bits each; half of the moduli are even. */
export const MODEXP: Workload = {
  about: 'a power modulo a number, all of 256 bits (EIP-198)',
  items: 50,
  few: 4,
  item(index) {
    const [base, exponent, modulus] = ['base', 'exponent', 'modulus'].map((name) =>
      bytesOf(`modexp ${name} ${index}`, 32),
    ) as [Uint8Array, Uint8Array, Uint8Array];
    const [b, e, m] = [base, exponent, modulus].map((bytes) => BigInt(`0x${hexOf(bytes)}`)) as [
      bigint,
      bigint,
      bigint,
    ];
    return { input: concat(base, exponent, modulus), output: bigEndian(power(b, e, m), 32) };
  },
};

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

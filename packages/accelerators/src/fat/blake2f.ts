import { defineAccelerator } from '../accelerator.ts';
import { blake2bCompress } from '../internal/blake2-kernel.ts';

const MAX_BLAKE2_ROUNDS = 2 ** 28;

/**
 * BLAKE2b's compression function (RFC 7693 §3.2, EIP-152; EVM precompile 0x09): state, message and offsets little-endian,
 * `rounds` a number as it is. Fails if `f` is neither 0 nor 1, or for more than 2^28 rounds, which are several seconds:
 * no block has the gas for them.
 */
export const zkvm_blake2f = defineAccelerator({
  name: 'zkvm_blake2f',
  number: 0x1009,
  level: 'fat',
  parameters: [
    { kind: 'number', name: 'rounds', bits: 32 },
    { kind: 'inout', name: 'h', bytes: 64 },
    { kind: 'input', name: 'm', bytes: 128 },
    { kind: 'input', name: 't', bytes: 16 },
    { kind: 'number', name: 'f', bits: 8 },
  ],
  compute(rounds, h, m, t, f) {
    if (f > 1 || rounds > MAX_BLAKE2_ROUNDS) return false;
    blake2bCompress(rounds, h, m, t, f === 1);
    return true;
  },
});

import { poseidon2Goldilocks16 as permute } from './internal/goldilocks-kernel.ts';

/**
 * ZisK's Poseidon2: width 16 over Goldilocks, p = 2^64 - 2^32 + 1, in place (syscall_poseidon2, CSR 0x812; parameters of
 * lib-c/c/src/poseidon2 in 0xPolygonHermez/zisk at 6182c8b). `state` is 16 little-endian words, taken modulo p; those
 * that come back are below it. Has no environment call of its own, only ZisK's environment reaches it.
 */
export function poseidon2Goldilocks16(state: Uint8Array): void {
  permute(state);
}

/* Hart's lean set: small steps that the functions of zkvm_accelerators.h can be made of. zkvm_keccak_f1600 is proposed for
   that standard; the others are Hart's own. Words are native, so little-endian; a number is limbs, least significant
   first. Outputs may share memory with inputs, and are left alone when the status is ZKVM_EFAIL. */
#ifndef HART_ACCELERATORS_H
#define HART_ACCELERATORS_H

#include "zkvm_accelerators.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The permutation Keccak-f[1600], in place; lane x, y is state[x + 5y]. */
zkvm_status zkvm_keccak_f1600(uint64_t state[25]);

/* One block of SHA-256 into the state. */
zkvm_status hart_sha256_compress(uint32_t state[8], const uint8_t block[64]);

/* a·b and a + b modulo m, of any values; m = 0 fails. */
zkvm_status hart_mulmod256(const uint64_t a[4], const uint64_t b[4], const uint64_t m[4], uint64_t out[4]);
zkvm_status hart_addmod256(const uint64_t a[4], const uint64_t b[4], const uint64_t m[4], uint64_t out[4]);
zkvm_status hart_mulmod384(const uint64_t a[6], const uint64_t b[6], const uint64_t m[6], uint64_t out[6]);
zkvm_status hart_addmod384(const uint64_t a[6], const uint64_t b[6], const uint64_t m[6], uint64_t out[6]);

/* Poseidon2 over KoalaBear, width 16, with the parameters of Plonky3, in place; a value not below 0x7f000001 fails. */
zkvm_status hart_poseidon2_koalabear16(uint32_t state[16]);

/* memmove and memset. */
zkvm_status hart_memcpy(void *to, const void *from, size_t n);
zkvm_status hart_memset(void *to, int byte, size_t n);

#ifdef __cplusplus
}
#endif

#endif

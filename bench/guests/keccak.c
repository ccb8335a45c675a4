/* Keccak-f[1600] (FIPS 202, section 3) over one state, an absorbed counter between permutations. */
#include "bench.h"

#define ROUNDS_OF_F 24

static const uint64_t IOTA[ROUNDS_OF_F] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

static inline uint64_t rotl(uint64_t x, unsigned n) { return n == 0 ? x : x << n | x >> (64 - n); }

/* theta's column parity, without the rotation of its neighbour */
#define PARITY(x) (a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20])
/* rho and pi: lane `from` with theta's d, rotated, lands in a row of b */
#define MOVE(to, from, n) b[to] = rotl(a[from] ^ d[from % 5], n)
/* chi on one row */
#define CHI(row)                                                                                                       \
  for (int x = 0; x < 5; x++) a[row + x] = b[row + x] ^ (~b[row + (x + 1) % 5] & b[row + (x + 2) % 5])

static NOINLINE void keccak_f(uint64_t a[25]) {
  for (int round = 0; round < ROUNDS_OF_F; round++) {
    uint64_t c[5] = {PARITY(0), PARITY(1), PARITY(2), PARITY(3), PARITY(4)};
    uint64_t d[5] = {c[4] ^ rotl(c[1], 1), c[0] ^ rotl(c[2], 1), c[1] ^ rotl(c[3], 1), c[2] ^ rotl(c[4], 1),
                     c[3] ^ rotl(c[0], 1)};
    uint64_t b[25];
    MOVE(0, 0, 0), MOVE(1, 6, 44), MOVE(2, 12, 43), MOVE(3, 18, 21), MOVE(4, 24, 14);
    MOVE(5, 3, 28), MOVE(6, 9, 20), MOVE(7, 10, 3), MOVE(8, 16, 45), MOVE(9, 22, 61);
    MOVE(10, 1, 1), MOVE(11, 7, 6), MOVE(12, 13, 25), MOVE(13, 19, 8), MOVE(14, 20, 18);
    MOVE(15, 4, 27), MOVE(16, 5, 36), MOVE(17, 11, 10), MOVE(18, 17, 15), MOVE(19, 23, 56);
    MOVE(20, 2, 62), MOVE(21, 8, 55), MOVE(22, 14, 39), MOVE(23, 15, 41), MOVE(24, 21, 2);
#pragma GCC unroll 5
    CHI(0);
#pragma GCC unroll 5
    CHI(5);
#pragma GCC unroll 5
    CHI(10);
#pragma GCC unroll 5
    CHI(15);
#pragma GCC unroll 5
    CHI(20);
    a[0] ^= IOTA[round];
  }
}

uint64_t bench(void) {
  static uint64_t state[25];
  for (uint64_t i = 0; i < ROUNDS; i++) {
    state[i % 17] ^= i;
    keccak_f(state);
  }
  return state[0] ^ state[7] ^ state[24];
}

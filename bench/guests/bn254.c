/* Montgomery multiplication modulo the BN254 group order, four 64-bit limbs, R = 2^256: powers of a few elements, as
   number-theoretic transforms and multi-scalar multiplications are made of. Koc, Acar, Kaliski: Analyzing and comparing
   Montgomery multiplication algorithms (1996), "coarsely integrated operand scanning". */
#include "bench.h"

typedef unsigned __int128 wide;
typedef struct {
  uint64_t limb[4];
} element;

static const uint64_t P[4] = {0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d, 0x30644e72e131a029};
/* -P^-1 modulo 2^64 */
#define P_INVERSE 0xc2e1f593efffffff

/* low word of x * y + z + *carry; the high word becomes the carry, which cannot overflow */
static inline uint64_t multiply_add(uint64_t x, uint64_t y, uint64_t z, uint64_t *carry) {
  wide sum = (wide)x * y + z + *carry;
  *carry = (uint64_t)(sum >> 64);
  return (uint64_t)sum;
}

static inline uint64_t subtract(uint64_t x, uint64_t y, uint64_t *borrow) {
  uint64_t first = x - y, second = first - *borrow;
  *borrow = (uint64_t)(x < y) | (uint64_t)(first < *borrow);
  return second;
}

/* x - P if x >= P, without a branch */
static inline element reduce_once(const uint64_t x[4]) {
  element less;
  uint64_t borrow = 0;
  for (int i = 0; i < 4; i++) less.limb[i] = subtract(x[i], P[i], &borrow);
  uint64_t keep = -borrow;
  for (int i = 0; i < 4; i++) less.limb[i] = (x[i] & keep) | (less.limb[i] & ~keep);
  return less;
}

static NOINLINE void multiply(element *result, const element *x, const element *y) {
  uint64_t t[5] = {0};
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    uint64_t carry = 0;
#pragma GCC unroll 4
    for (int j = 0; j < 4; j++) t[j] = multiply_add(x->limb[j], y->limb[i], t[j], &carry);
    /* P < 2^254, so that the fifth word never overflows */
    t[4] += carry;
    uint64_t m = t[0] * P_INVERSE;
    carry = 0;
    multiply_add(m, P[0], t[0], &carry);
#pragma GCC unroll 3
    for (int j = 1; j < 4; j++) t[j - 1] = multiply_add(m, P[j], t[j], &carry);
    t[3] = t[4] + carry;
    t[4] = t[3] < carry;
  }
  *result = reduce_once(t);
}

static inline void add(element *result, const element *x, const element *y) {
  uint64_t sum[4], carry = 0;
  for (int i = 0; i < 4; i++) {
    wide word = (wide)x->limb[i] + y->limb[i] + carry;
    sum[i] = (uint64_t)word;
    carry = (uint64_t)(word >> 64);
  }
  *result = reduce_once(sum);
}

uint64_t bench(void) {
  element power = {{1, 2, 3, 4}}, base = {{5, 6, 7, 8}}, sum = {{0}};
  for (uint64_t i = 0; i < ROUNDS; i++) {
    multiply(&power, &power, &base);
    multiply(&base, &base, &base);
    add(&sum, &sum, &power);
  }
  return sum.limb[0] ^ sum.limb[1] ^ sum.limb[2] ^ sum.limb[3];
}

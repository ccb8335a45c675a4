/* What is left of floating point in SQLite without it: a conversion and comparisons. A double is passed as its bits, as in
   the lp64 calling convention. Comparisons answer as libgcc documents it: with NaN, in a way that makes the condition false. */
#include <stdint.h>
#include <stdlib.h>

uint64_t __floatdidf(int64_t value) {
  if (value == 0) return 0;
  uint64_t sign = (uint64_t)value & (uint64_t)1 << 63;
  uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  int exponent = 63;
  for (; magnitude >> 63 == 0; magnitude <<= 1) exponent--;
  /* 53 bits stay, eleven are rounded away: to nearest, ties to even */
  uint64_t fraction = magnitude >> 11, rest = magnitude & 0x7ff;
  fraction += rest > 0x400 || (rest == 0x400 && fraction & 1);
  /* the leading bit of the fraction adds one to the exponent, and so does a carry out of it */
  return sign | (((uint64_t)(exponent + 1022) << 52) + fraction);
}

static int is_nan(uint64_t x) { return x << 1 > 0xffe0000000000000; }

/* Doubles in order as signed integers; both zeros are 0. */
static int64_t order(uint64_t x) { return x >> 63 ? -(int64_t)(x << 1 >> 1) : (int64_t)x; }

static int compare(uint64_t x, uint64_t y, int unordered) {
  if (is_nan(x) || is_nan(y)) return unordered;
  return (order(x) > order(y)) - (order(x) < order(y));
}

int __ltdf2(uint64_t x, uint64_t y) { return compare(x, y, 1); }
int __ledf2(uint64_t x, uint64_t y) { return compare(x, y, 1); }
int __eqdf2(uint64_t x, uint64_t y) { return compare(x, y, 1); }
int __nedf2(uint64_t x, uint64_t y) { return compare(x, y, 1); }
int __gtdf2(uint64_t x, uint64_t y) { return compare(x, y, -1); }
int __gedf2(uint64_t x, uint64_t y) { return compare(x, y, -1); }

/* For likelihood() and current_time(), which no query of the guest calls. */
uint64_t __muldf3(uint64_t x, uint64_t y) {
  (void)x, (void)y;
  abort();
}

int32_t __fixdfsi(uint64_t x) {
  (void)x;
  abort();
}

int64_t __fixdfdi(uint64_t x) {
  (void)x;
  abort();
}

/* What real programs do to memory: a sieve of Eratosthenes, an in-place sort and a hash map with linear probing. */
#include "bench.h"

enum { SIEVE = 2000000, ITEMS = 150000, SLOTS_LOG = 16, SLOTS = 1 << SLOTS_LOG, KEYS = 40000, UPDATES = 200000 };

static uint8_t composite[SIEVE];
static uint32_t items[ITEMS];
static struct slot {
  uint64_t key; /* 0: free */
  uint64_t value;
} slots[SLOTS];

static NOINLINE uint64_t count_primes(void) {
  for (size_t i = 0; i < SIEVE; i++) composite[i] = 0;
  uint64_t primes = 0;
  for (size_t i = 2; i < SIEVE; i++) {
    if (composite[i]) continue;
    primes++;
    for (size_t multiple = i * i; multiple < SIEVE; multiple += i) composite[multiple] = 1;
  }
  return primes;
}

static void insertion_sort(uint32_t *from, uint32_t *to) {
  for (uint32_t *at = from + 1; at < to; at++) {
    uint32_t item = *at, *hole = at;
    for (; hole > from && hole[-1] > item; hole--) *hole = hole[-1];
    *hole = item;
  }
}

/* Quicksort with Hoare's partition around the median of three, short runs by insertion. */
static NOINLINE void sort(uint32_t *from, uint32_t *to) {
  while (to - from > 16) {
    uint32_t a = *from, b = from[(to - from) / 2], c = to[-1];
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    uint32_t pivot = c < low ? low : c > high ? high : c;
    uint32_t *left = from - 1, *right = to;
    for (;;) {
      do left++;
      while (*left < pivot);
      do right--;
      while (*right > pivot);
      if (left >= right) break;
      uint32_t kept = *left;
      *left = *right;
      *right = kept;
    }
    /* the shorter part by recursion, so that the stack stays small */
    if (right + 1 - from < to - (right + 1)) {
      sort(from, right + 1);
      from = right + 1;
    } else {
      sort(right + 1, to);
      to = right + 1;
    }
  }
  insertion_sort(from, to);
}

static NOINLINE void add_to(uint64_t key, uint64_t amount) {
  uint64_t at = key * 0x9e3779b97f4a7c15 >> (64 - SLOTS_LOG);
  while (slots[at].key != key && slots[at].key != 0) at = (at + 1) % SLOTS;
  slots[at].key = key;
  slots[at].value += amount;
}

uint64_t bench(void) {
  uint64_t random = 0x9e3779b97f4a7c15, checksum = 0;
  for (uint64_t round = 0; round < ROUNDS; round++) {
    checksum += count_primes();
    for (size_t i = 0; i < ITEMS; i++) items[i] = (uint32_t)next_random(&random);
    sort(items, items + ITEMS);
    for (size_t i = 1; i < ITEMS; i++) checksum += (uint64_t)(items[i - 1] <= items[i]) + (items[i] & (i % 64 == 0 ? 255 : 0));
    for (size_t i = 0; i < UPDATES; i++) add_to(next_random(&random) % KEYS + 1, i);
  }
  for (size_t i = 0; i < SLOTS; i++) checksum = checksum * 31 + slots[i].value;
  return checksum;
}

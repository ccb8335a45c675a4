/* What a bench guest defines and the runtime calls. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

/* Does ROUNDS rounds of the work and returns a checksum over all of it. */
uint64_t bench(void);

/* Keeps a function a call, so that compilers for all machines are given the same work. */
#define NOINLINE __attribute__((noinline))

/* xorshift64 (Marsaglia, 2003); the state must not be zero. */
static inline uint64_t next_random(uint64_t *state) {
  uint64_t x = *state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return *state = x;
}

#endif

// A heap under pressure: small and large blocks, freed in another order, realloc and calloc.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252ull;
static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

int main(void) {
  enum { SLOTS = 256 };
  unsigned char *blocks[SLOTS] = {0};
  size_t sizes[SLOTS] = {0};
  uint64_t sum = 0;
  for (int turn = 0; turn < 1500; turn++) {
    const unsigned slot = next() % SLOTS;
    if (blocks[slot]) {
      for (size_t at = 0; at < sizes[slot]; at += 509) sum = sum * 31 + blocks[slot][at];
      if (blocks[slot][0] != (unsigned char)slot) return 1;
    }
    const size_t size = 1 + next() % (turn % 50 == 0 ? 300000 : 600);
    if (next() % 3 == 0) {
      free(blocks[slot]);
      blocks[slot] = calloc(1, size);
      for (size_t at = 0; at < size; at++) if (blocks[slot][at]) return 2;
    } else {
      blocks[slot] = realloc(blocks[slot], size);
    }
    if (!blocks[slot]) return 3;
    memset(blocks[slot], (int)slot, size < 1000 ? size : 1000);
    blocks[slot][size - 1] = (unsigned char)slot;
    sizes[slot] = size;
    if (size >= 1000) memset(blocks[slot], (int)slot, size);
  }
  printf("%016lx\n", sum);
  return 0;
}

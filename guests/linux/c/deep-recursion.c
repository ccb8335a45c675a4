// Five megabytes of stack, and jumps out of the middle of it.
#include <setjmp.h>
#include <stdio.h>

static jmp_buf back;

static unsigned long down(unsigned depth, unsigned long sum) {
  volatile char room[200];
  room[0] = (char)depth;
  if (depth == 0) longjmp(back, 7);
  return down(depth - 1, sum * 3 + depth) + (unsigned long)room[0];
}

static unsigned ackermann(unsigned m, unsigned n) {
  if (m == 0) return n + 1;
  return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

int main(void) {
  const int from = setjmp(back);
  if (from == 0) down(18000, 1);
  printf("back with %d, ackermann(2, 300) = %u\n", from, ackermann(2, 300));
  return 0;
}

// Ends by an instruction that does not exist, or a breakpoint if there are arguments.
#include <stdio.h>

int main(int argc, char **argv) {
  (void)argv;
  puts("before");
  fflush(stdout);
  if (argc > 1) asm volatile("ebreak");
  asm volatile(".word 0");
  return 0;
}

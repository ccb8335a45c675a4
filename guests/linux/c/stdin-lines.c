// Reads standard input to its end: lines, words, bytes, and a checksum.
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>

int main(void) {
  unsigned long lines = 0, words = 0, bytes = 0;
  uint32_t sum = 2166136261u;
  int inside = 0, c;
  while ((c = getchar()) != EOF) {
    bytes++;
    sum = (sum ^ (uint32_t)c) * 16777619u;
    if (c == '\n') lines++;
    if (isspace(c)) inside = 0;
    else if (!inside) inside = 1, words++;
  }
  printf("%lu lines, %lu words, %lu bytes, %08x\n", lines, words, bytes, sum);
  return (int)(sum & 63);
}

// Sorting and searching of the library, on numbers and texts.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b) {
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}
static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(void) {
  enum { COUNT = 20000 };
  uint32_t *values = malloc(COUNT * sizeof *values), x = 1;
  for (int n = 0; n < COUNT; n++) values[n] = (x = x * 1664525u + 1013904223u) >> 4;
  qsort(values, COUNT, sizeof *values, by_value);
  uint32_t sum = 0;
  for (int n = 0; n < COUNT; n++) sum = sum * 33 + values[n];
  const uint32_t *found = bsearch(&values[1234], values, COUNT, sizeof *values, by_value);
  printf("%08x %d\n", sum, found != NULL && *found == values[1234]);
  char *words[] = {"pear", "apple", "fig", "quince", "plum", "cherry", "medlar", "date"};
  qsort(words, 8, sizeof *words, by_text);
  for (int n = 0; n < 8; n++) printf("%s%s", words[n], n < 7 ? " " : "\n");
  return 0;
}

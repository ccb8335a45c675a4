// What printf makes of integers, floating point, strings and widths.
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>

int main(void) {
  printf("%d %i %u %x %X %o %c %%\n", INT_MIN, INT_MAX, UINT_MAX, 0xbeef, 0xbeef, 0755, 'z');
  printf("%ld %lld %zu %#lx\n", LONG_MIN, LLONG_MAX, sizeof(long), ULONG_MAX);
  printf("[%10d][%-10d][%010d][%+d][% d]\n", 42, 42, 42, 42, 42);
  printf("[%10s][%-10s][%.3s][%*s]\n", "abc", "abc", "abcdef", 6, "q");
  const double values[] = {0.0, -0.0, 1.0, 1.0 / 3, 2.5, 1e100, 1e-300, DBL_MAX, DBL_MIN, 5e-324, INFINITY, -INFINITY};
  for (unsigned n = 0; n < sizeof values / sizeof *values; n++) {
    printf("%f|%e|%g|%a|%.0f|%.17g\n", values[n], values[n], values[n], values[n], values[n], values[n]);
  }
  printf("%s\n", isnan(NAN - NAN) ? "nan" : "number");
  char text[8];
  printf("%d %s\n", snprintf(text, sizeof text, "%s", "too long for it"), text);
  return 0;
}

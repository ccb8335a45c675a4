// The mathematical library, and floating point in double and single precision.
#include <fenv.h>
#include <math.h>
#include <stdio.h>

static unsigned long bits(double x) {
  union { double d; unsigned long u; } u = {.d = x};
  return u.u;
}

int main(void) {
  double sum = 0;
  for (int n = 1; n <= 200; n++) {
    const double x = n / 7.0;
    sum += sqrt(x) + fma(x, x, -1) + floor(x) - ceil(-x) + fmod(x, 1.3) + trunc(x) + rint(x);
    if (n % 40 == 0) printf("%d %016lx\n", n, bits(sum));
  }
  float single = 0;
  for (int n = 1; n <= 1000; n++) single += 1.0f / (float)n;
  printf("%.9g\n", single);
  printf("%.12f %.12f %.12f %.12f\n", sin(1), cos(1), exp(1), log(10));
  printf("%.12f %.12f %.12f\n", pow(2, 0.5), atan2(1, -1), hypot(3, 4));
  printf("%d %d %ld %ld\n", (int)-2.7, (int)2.7, lrint(2.5), lround(2.5));
  feclearexcept(FE_ALL_EXCEPT);
  volatile double zero = 0, one = 1;
  volatile double quotient = one / zero;
  printf("%f %s\n", quotient, fetestexcept(FE_DIVBYZERO) ? "divided by zero" : "nothing");
  return 0;
}

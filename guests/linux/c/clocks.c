// Clocks go forward, and sleeping takes at least as long as it should.
#include <stdio.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long long now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

int main(void) {
  const long long start = now(CLOCK_MONOTONIC), wall = now(CLOCK_REALTIME);
  const struct timespec nap = {0, 20000000};
  nanosleep(&nap, NULL);
  usleep(1000);
  const long long slept = now(CLOCK_MONOTONIC) - start;
  printf("%d %d\n", slept >= 21000000, now(CLOCK_REALTIME) - wall >= 21000000);
  struct timeval tv;
  gettimeofday(&tv, NULL);
  printf("%d %d\n", tv.tv_sec > 1600000000, tv.tv_usec >= 0 && tv.tv_usec < 1000000);
  struct timespec resolution;
  printf("%d\n", clock_getres(CLOCK_MONOTONIC, &resolution));
  printf("%d\n", time(NULL) >= tv.tv_sec);
  struct tm *parts = gmtime(&(time_t){86400 * 365});
  printf("%d-%d\n", parts->tm_year + 1900, parts->tm_mon + 1);
  return 0;
}

/* SQLite's functions for dates mention these; the guest has no clock and calls none of them. */
#ifndef BENCH_TIME_H
#define BENCH_TIME_H
#include <stddef.h>
typedef long time_t;
struct tm {
  int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
};
struct tm *gmtime(const time_t *time);
struct tm *localtime(const time_t *time);
size_t strftime(char *text, size_t size, const char *format, const struct tm *time);
#endif

// /dev/null, /dev/zero and writing in pieces.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

int main(void) {
  const int null = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDONLY);
  char buffer[64];
  memset(buffer, 1, sizeof buffer);
  printf("%d %d\n", (int)read(null, buffer, 10), (int)write(null, buffer, 10));
  printf("%d %d %d\n", (int)read(zero, buffer, 32), buffer[31], buffer[32]);
  struct stat status;
  fstat(null, &status);
  printf("%d\n", S_ISCHR(status.st_mode) != 0);
  fflush(stdout);
  struct iovec pieces[] = {{"one ", 4}, {"", 0}, {"two ", 4}, {"three\n", 6}};
  const long written = writev(1, pieces, 4);
  printf("%ld %d %d\n", written, isatty(1), (int)write(99, "x", 1));
  fprintf(stderr, "and a word to standard error\n");
  return 0;
}

// A file named by the first argument: stdio, seeking, status, positions of their own, mapping, errors.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  FILE *file = fopen(argv[1], "r");
  if (!file) return 3;
  char line[256];
  int count = 0;
  while (fgets(line, sizeof line, file)) if (count++ < 3) printf("> %s", line);
  printf("%d lines, end at %ld\n", count, ftell(file));
  fseek(file, 10, SEEK_SET);
  printf("at 10: %c\n", fgetc(file));
  fclose(file);
  struct stat status;
  if (stat(argv[1], &status)) return 4;
  printf("%ld bytes, %s\n", (long)status.st_size, S_ISREG(status.st_mode) ? "regular" : "other");
  const int fd = open(argv[1], O_RDONLY);
  char a[5] = {0}, b[5] = {0};
  if (read(fd, a, 4) != 4 || pread(fd, b, 4, 2) != 4) return 5;
  printf("%d %d %ld\n", memcmp(a + 2, b, 2), (int)(lseek(fd, 0, SEEK_CUR)), (long)lseek(fd, -1, SEEK_END));
  const char *mapped = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (mapped == MAP_FAILED) return 6;
  unsigned sum = 0;
  for (long n = 0; n < status.st_size; n++) sum = sum * 131 + (unsigned char)mapped[n];
  printf("%08x\n", sum);
  const int other = dup(fd);
  close(fd);
  printf("%d %d\n", fcntl(fd, F_GETFD) == -1 && errno == EBADF, fcntl(other, F_GETFL) & O_ACCMODE);
  errno = 0;
  printf("%d %d\n", open("/no/such/file", O_RDONLY), errno == ENOENT);
  printf("%d %d\n", access(argv[1], R_OK), access("/no/such/file", R_OK));
  return 0;
}

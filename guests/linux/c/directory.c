// Lists the directory named by the first argument, sorted, and walks into it by a relative path.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  DIR *directory = opendir(argv[1]);
  if (!directory) return 3;
  char *names[100];
  int count = 0;
  for (struct dirent *entry; (entry = readdir(directory)) && count < 100;) names[count++] = strdup(entry->d_name);
  qsort(names, (size_t)count, sizeof *names, by_text);
  const int at = dirfd(directory);
  for (int n = 0; n < count; n++) {
    struct stat status;
    if (fstatat(at, names[n], &status, 0)) return 4;
    printf("%s %s\n", names[n], S_ISDIR(status.st_mode) ? "directory" : "file");
  }
  const int fd = openat(at, "numbers.txt", O_RDONLY);
  char start[6] = {0};
  printf("%d %s\n", (int)read(fd, start, 5), start);
  return 0;
}

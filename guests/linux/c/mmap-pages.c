// Mappings: zeros at first and after unmapping, moved with their content, protected, advised away.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define CHECK(what) do { if (!(what)) { printf("line %d: %s\n", __LINE__, #what); return 1; } } while (0)

static int all(const unsigned char *p, size_t size, int value) {
  for (size_t n = 0; n < size; n++) if (p[n] != value) return 0;
  return 1;
}

int main(void) {
  const size_t page = 4096;
  unsigned char *p = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(p != MAP_FAILED && all(p, 8 * page, 0));
  memset(p, 7, 8 * page);
  CHECK(munmap(p + 2 * page, 2 * page) == 0);
  unsigned char *again = mmap(p + 2 * page, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  CHECK(again == p + 2 * page && all(again, 2 * page, 0));
  CHECK(all(p, 2 * page, 7) && all(p + 4 * page, 4 * page, 7));
  CHECK(madvise(p, page, MADV_DONTNEED) == 0 && all(p, page, 0) && p[page] == 7);
  CHECK(mprotect(p, 8 * page, PROT_READ) == 0 && mprotect(p, 8 * page, PROT_READ | PROT_WRITE) == 0);
  unsigned char *moved = mremap(p, 8 * page, 64 * page, MREMAP_MAYMOVE);
  CHECK(moved != MAP_FAILED && moved[page] == 7 && all(moved + 8 * page, 56 * page, 0));
  CHECK(mremap(moved, 64 * page, page, 0) == moved);
  CHECK(munmap(moved, page) == 0);
  void *reserved = mmap(NULL, 512ul << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(reserved != MAP_FAILED);
  unsigned char *used = mmap((char *)reserved + (256ul << 20), page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  CHECK(used != MAP_FAILED);
  used[5] = 1;
  CHECK(munmap(reserved, 512ul << 20) == 0);
  CHECK(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED && errno == EINVAL);
  CHECK(mmap(NULL, page, PROT_READ, MAP_PRIVATE, 77, 0) == MAP_FAILED && errno == EBADF);
  CHECK(munmap((void *)1, page) == -1 && errno == EINVAL);
  puts("mappings are as they should be");
  return 0;
}

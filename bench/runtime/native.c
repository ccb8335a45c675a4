/* main of the same program on the host: the checksum as 16 hex digits goes to standard output. */
#include "bench.h"
#include <inttypes.h>
#include <stdio.h>

int main(void) {
  printf("%016" PRIx64, bench());
  return 0;
}

// Arguments, environment, and a chosen exit code.
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  printf("%d arguments\n", argc - 1);
  for (int n = 1; n < argc; n++) printf("%d: [%s]\n", n, argv[n]);
  const char *value = getenv("HART_TEST");
  printf("HART_TEST=%s\n", value ? value : "(unset)");
  return argc > 1 ? atoi(argv[argc - 1]) : 0;
}

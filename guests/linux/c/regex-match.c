// POSIX regular expressions on each line of standard input.
#include <regex.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  static const char *const patterns[] = {"^[a-z]+$", "([0-9]+)-([0-9]+)", "(a|b)*c", "^$", "[[:upper:]][[:lower:]]*"};
  regex_t compiled[5];
  int counts[5] = {0};
  for (int n = 0; n < 5; n++) if (regcomp(&compiled[n], patterns[n], REG_EXTENDED)) return 1;
  char line[400];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    for (int n = 0; n < 5; n++) {
      regmatch_t match[3];
      if (regexec(&compiled[n], line, 3, match, 0)) continue;
      counts[n]++;
      if (n == 1) printf("%.*s to %.*s\n", (int)(match[1].rm_eo - match[1].rm_so), line + match[1].rm_so, (int)(match[2].rm_eo - match[2].rm_so), line + match[2].rm_so);
    }
  }
  for (int n = 0; n < 5; n++) printf("%s: %d\n", patterns[n], counts[n]);
  return counts[0] & 31;
}

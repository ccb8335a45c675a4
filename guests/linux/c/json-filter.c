// A small parser of JSON: reads standard input, says whether it is JSON and what is in it.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *at;
static int depth, counts[6];
enum { OBJECT, ARRAY, STRING, NUMBER, WORD, DEEPEST };

static void space(void) { while (*at && strchr(" \t\r\n", *at)) at++; }

static int value(void);

static int string(void) {
  if (*at++ != '"') return 0;
  for (; *at != '"'; at++) {
    if ((unsigned char)*at < 32) return 0;
    if (*at == '\\') {
      at++;
      if (*at == 'u') {
        for (int n = 0; n < 4; n++) if (!isxdigit((unsigned char)*++at)) return 0;
      } else if (!*at || !strchr("\"\\/bfnrt", *at)) return 0;
    }
  }
  at++;
  counts[STRING]++;
  return 1;
}

static int list(char end, int keys) {
  at++;
  if (++depth > counts[DEEPEST]) counts[DEEPEST] = depth;
  if (depth > 200) return 0;
  space();
  if (*at != end) {
    for (;;) {
      space();
      if (keys) {
        if (!string()) return 0;
        space();
        if (*at++ != ':') return 0;
      }
      if (!value()) return 0;
      space();
      if (*at != ',') break;
      at++;
    }
  }
  if (*at++ != end) return 0;
  depth--;
  counts[keys ? OBJECT : ARRAY]++;
  return 1;
}

static int value(void) {
  space();
  if (*at == '{') return list('}', 1);
  if (*at == '[') return list(']', 0);
  if (*at == '"') return string();
  for (const char *const *word = (const char *const[]){"true", "false", "null", NULL}; *word; word++) {
    if (strncmp(at, *word, strlen(*word)) == 0) return at += strlen(*word), ++counts[WORD];
  }
  if (*at != '-' && !isdigit((unsigned char)*at)) return 0;
  char *end;
  const double number = strtod(at, &end);
  if (end == at) return 0;
  at = end;
  counts[NUMBER]++;
  printf("%.15g\n", number);
  return 1;
}

int main(void) {
  static char text[1 << 20];
  const size_t size = fread(text, 1, sizeof text - 1, stdin);
  text[size] = 0;
  at = text;
  const int good = value() && (space(), *at == 0);
  printf("%s at %ld:", good ? "JSON" : "not JSON", (long)(at - text));
  for (int n = 0; n < 6; n++) printf(" %d", counts[n]);
  puts("");
  return good ? 0 : 1;
}

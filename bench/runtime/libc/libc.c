/* The functions of string.h and time.h that the runtime of guests does not have. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

void *memchr(const void *bytes, int byte, size_t size) {
  const unsigned char *at = bytes, *end = at + size;
  while (at < end && *at != (unsigned char)byte) at++;
  return at < end ? (void *)at : NULL;
}

int strncmp(const char *a, const char *b, size_t size) {
  for (; size > 0; a++, b++, size--) {
    if (*a != *b || *a == '\0') return (unsigned char)*a - (unsigned char)*b;
  }
  return 0;
}

int strcmp(const char *a, const char *b) { return strncmp(a, b, (size_t)-1); }

char *strchr(const char *text, int character) {
  for (;; text++) {
    if (*text == (char)character) return (char *)text;
    if (*text == '\0') return NULL;
  }
}

char *strrchr(const char *text, int character) {
  char *found = NULL;
  for (;; text++) {
    if (*text == (char)character) found = (char *)text;
    if (*text == '\0') return found;
  }
}

size_t strspn(const char *text, const char *accepted) {
  size_t length = 0;
  while (text[length] != '\0' && strchr(accepted, text[length]) != NULL) length++;
  return length;
}

size_t strcspn(const char *text, const char *rejected) {
  size_t length = 0;
  while (text[length] != '\0' && strchr(rejected, text[length]) == NULL) length++;
  return length;
}

struct tm *gmtime(const time_t *time) {
  (void)time;
  abort();
}

size_t strftime(char *text, size_t size, const char *format, const struct tm *time) {
  (void)text, (void)size, (void)format, (void)time;
  abort();
}

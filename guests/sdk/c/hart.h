/* Runtime for C guests of Hart's zkvm environment. Compile hart.c and mem.S beside your own files; see README.md. */
#ifndef HART_H
#define HART_H

#include <stddef.h>
#include <stdint.h>

/* What the guest defines: 0 is success, anything else the exit code of the run. */
int main(void);

/* The whole input, in place; it is read-only. */
void read_input(const uint8_t **bytes, size_t *size);

/* Appends to the public output. */
void write_output(const uint8_t *bytes, size_t size);

/* Writes UTF-8 text to the log, which is no part of the result. */
void write_log(const char *text);

/* Ends the run with this exit code. */
_Noreturn void exit(int code);

/* Logs the message and ends the run with exit code 134. */
_Noreturn void panic(const char *message);
_Noreturn void abort(void);

/* A bump allocator: aligned to 16 bytes, zeroed the first time; panics when RAM is full, so the result is never NULL.
   Freeing or growing the block that was allocated last gives its memory back or extends it in place. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);

#endif

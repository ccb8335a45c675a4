/* Start-up, input and output, and the allocator. hart.ld gives the memory map. */
#include "hart.h"

#define INPUT 0x40000000ul
#define ECALL_WRITE 64
#define ECALL_EXIT 93
#define FD_OUTPUT 1
#define FD_LOG 2

/* The machine begins with every register zero and RAM zeroed, so .bss needs no clearing.
   gp itself must not be addressed through gp. */
__asm__(".pushsection .text.start, \"ax\", @progbits\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        ".option push\n"
        ".option norelax\n"
        "la gp, __global_pointer$\n"
        ".option pop\n"
        "la sp, __stack_top\n"
        "call main\n"
        "call exit\n"
        ".size _start, . - _start\n"
        ".popsection\n");

void read_input(const uint8_t **bytes, size_t *size) {
  *size = *(const volatile uint64_t *)INPUT;
  *bytes = (const uint8_t *)(INPUT + 8);
}

static void write(long fd, const void *bytes, size_t size) {
  register long a0 __asm__("a0") = fd;
  register const void *a1 __asm__("a1") = bytes;
  register size_t a2 __asm__("a2") = size;
  register long a7 __asm__("a7") = ECALL_WRITE;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
}

void write_output(const uint8_t *bytes, size_t size) { write(FD_OUTPUT, bytes, size); }

void write_log(const char *text) { write(FD_LOG, text, strlen(text)); }

_Noreturn void exit(int code) {
  register long a0 __asm__("a0") = code;
  register long a7 __asm__("a7") = ECALL_EXIT;
  __asm__ volatile("ecall" : : "r"(a0), "r"(a7));
  __builtin_unreachable();
}

_Noreturn void panic(const char *message) {
  write_log(message);
  write_log("\n");
  exit(134);
}

_Noreturn void abort(void) { panic("abort"); }

extern uint8_t __heap_start[], __heap_end[];

/* In front of each block, 16 bytes so that blocks stay aligned. */
struct header {
  size_t size;
  size_t reserved;
};

static uint8_t *top;  /* first free byte; NULL before the first request */
static uint8_t *last; /* the block that ends at top, if it is still in use */

static size_t rounded(size_t size) { return (size + 15) & ~(size_t)15; }

static struct header *header_of(void *block) { return (struct header *)block - 1; }

void *malloc(size_t size) {
  if (top == NULL) top = __heap_start;
  size_t left = (size_t)(__heap_end - top);
  if (size > left || rounded(size) + sizeof(struct header) > left) panic("malloc: out of memory");
  last = top + sizeof(struct header);
  top = last + rounded(size);
  header_of(last)->size = rounded(size);
  return last;
}

void *calloc(size_t count, size_t size) {
  size_t total;
  if (__builtin_mul_overflow(count, size, &total)) panic("calloc: size overflow");
  return memset(malloc(total), 0, total);
}

void *realloc(void *block, size_t size) {
  if (block == NULL) return malloc(size);
  struct header *header = header_of(block);
  if (size <= header->size) return block;
  if (block == last && size <= (size_t)(__heap_end - last) && rounded(size) <= (size_t)(__heap_end - last)) {
    header->size = rounded(size);
    top = last + header->size;
    return block;
  }
  void *grown = malloc(size);
  memcpy(grown, block, header->size);
  free(block);
  return grown;
}

void free(void *block) {
  if (block == NULL || block != last) return;
  top = (uint8_t *)header_of(block);
  last = NULL;
}

size_t strlen(const char *text) {
  size_t length = 0;
  while (text[length] != '\0') length++;
  return length;
}

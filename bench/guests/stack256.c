/* A stack machine of 256-bit words in the manner of the EVM: one function for each opcode, called through a table.
   Its program runs x = x * x + y, writes to memory, compares and jumps back. */
#include "bench.h"

typedef unsigned __int128 wide;
typedef struct {
  uint64_t limb[4];
} word;

enum { STACK = 64, MEMORY = 32 };

struct machine {
  const uint8_t *pc;
  const uint8_t *code;
  word *top; /* first free slot */
  uint64_t gas;
  int running;
  word stack[STACK];
  word memory[MEMORY];
};

typedef void operation(struct machine *);

static inline int is_zero(const word *x) { return (x->limb[0] | x->limb[1] | x->limb[2] | x->limb[3]) == 0; }

static inline void set(word *x, uint64_t low) { *x = (word){{low, 0, 0, 0}}; }

static void stop(struct machine *m) { m->running = 0; }

static void add(struct machine *m) {
  const word *a = --m->top;
  word *b = m->top - 1;
  uint64_t carry = 0;
  for (int i = 0; i < 4; i++) {
    wide sum = (wide)a->limb[i] + b->limb[i] + carry;
    b->limb[i] = (uint64_t)sum;
    carry = (uint64_t)(sum >> 64);
  }
  m->gas -= 3;
}

static void subtract(struct machine *m) {
  const word *a = --m->top;
  word *b = m->top - 1;
  uint64_t borrow = 0;
  for (int i = 0; i < 4; i++) {
    wide difference = (wide)a->limb[i] - b->limb[i] - borrow;
    b->limb[i] = (uint64_t)difference;
    borrow = (uint64_t)(difference >> 64) & 1;
  }
  m->gas -= 3;
}

static void multiply(struct machine *m) {
  const word *a = --m->top;
  word *b = m->top - 1, product = {{0}};
  for (int i = 0; i < 4; i++) {
    uint64_t carry = 0;
    for (int j = 0; i + j < 4; j++) {
      wide sum = (wide)a->limb[i] * b->limb[j] + product.limb[i + j] + carry;
      product.limb[i + j] = (uint64_t)sum;
      carry = (uint64_t)(sum >> 64);
    }
  }
  *b = product;
  m->gas -= 5;
}

static void less(struct machine *m) {
  const word *a = --m->top;
  word *b = m->top - 1;
  int i = 3;
  while (i > 0 && a->limb[i] == b->limb[i]) i--;
  set(b, a->limb[i] < b->limb[i]);
  m->gas -= 3;
}

static void exclusive_or(struct machine *m) {
  const word *a = --m->top;
  for (int i = 0; i < 4; i++) m->top[-1].limb[i] ^= a->limb[i];
  m->gas -= 3;
}

static void not(struct machine *m) {
  set(m->top - 1, (uint64_t)is_zero(m->top - 1));
  m->gas -= 3;
}

static void push(struct machine *m) {
  set(m->top++, *m->pc++);
  m->gas -= 3;
}

static void load(struct machine *m) {
  word *a = m->top - 1;
  *a = m->memory[a->limb[0] % MEMORY];
  m->gas -= 3;
}

static void store(struct machine *m) {
  m->memory[m->top[-1].limb[0] % MEMORY] = m->top[-2];
  m->top -= 2;
  m->gas -= 3;
}

/* The low bits of the opcode say how deep. */
static void duplicate(struct machine *m) {
  *m->top = m->top[-1 - (m->pc[-1] & 15)];
  m->top++;
  m->gas -= 3;
}

static void swap(struct machine *m) {
  word *other = m->top - 2 - (m->pc[-1] & 15), kept = m->top[-1];
  m->top[-1] = *other;
  *other = kept;
  m->gas -= 3;
}

static void jump_if(struct machine *m) {
  m->top -= 2;
  if (!is_zero(m->top)) m->pc = m->code + m->top[1].limb[0];
  m->gas -= 10;
}

static operation *const OPERATIONS[256] = {
    [0x00] = stop,         [0x01] = add,       [0x02] = multiply,  [0x03] = subtract,  [0x10] = less, [0x15] = not,
    [0x18] = exclusive_or, [0x51] = load,      [0x52] = store,     [0x57] = jump_if,   [0x60] = push, [0x80] = duplicate,
    [0x81] = duplicate,    [0x82] = duplicate, [0x90] = swap,      [0x91] = swap,
};

/* Beside each line the stack after it, the top last. */
static const uint8_t CODE[] = {
    0x60, 50,   0x80, 0x02,                   /* n = 50 * 50 */
    0x60, 7,    0x60, 11,                     /* n x y */
    0x81, 0x80, 0x02, 0x81, 0x01,             /* 8: n x y z, z = x * x + y */
    0x91, 0x60, 5,    0x51, 0x18,             /* n z y w, w = x ^ memory[5] */
    0x81, 0x60, 5,    0x52,                   /* memory[5] = y */
    0x80, 0x15, 0x01,                         /* w += w == 0 */
    0x82, 0x81, 0x10, 0x01, 0x01,             /* n z y', y' = y + w + (w < z) */
    0x91, 0x60, 1,    0x90, 0x03, 0x91,       /* n - 1 */
    0x82, 0x60, 8,    0x57, 0x00,             /* again from 8 until n is 0 */
};

static NOINLINE void run(struct machine *m) {
  m->pc = m->code = CODE;
  m->top = m->stack;
  m->running = 1;
  do OPERATIONS[*m->pc++](m);
  while (m->running);
}

uint64_t bench(void) {
  static struct machine machine;
  uint64_t checksum = 0;
  for (uint64_t i = 0; i < ROUNDS; i++) {
    machine.memory[5].limb[0] += i;
    run(&machine);
    for (int k = 0; k < 4; k++) checksum = checksum * 31 + machine.top[-1].limb[k];
  }
  return checksum ^ machine.gas;
}

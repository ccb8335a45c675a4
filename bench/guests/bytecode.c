/* A register machine with byte-wide opcodes, dispatched by one switch: a jump table in a hot loop. Its program hashes,
   branches on the hash, calls a subroutine and keeps a small table up to date. */
#include "bench.h"

enum opcode { HALT, LOAD_IMMEDIATE, MOVE, ADD, ADD_IMMEDIATE, SUBTRACT, MULTIPLY, AND, XOR, SHIFT_LEFT, SHIFT_RIGHT,
              LOAD, STORE, JUMP, JUMP_IF_ZERO, JUMP_IF_NOT_ZERO, JUMP_IF_LESS, CALL, RETURN };

/* Four bytes: what to do, the register that it changes, and two more registers or a number. */
struct instruction {
  uint8_t opcode, to, a, b;
};

enum { CELLS = 256, DEPTH = 16 };

static uint64_t cells[CELLS];

static NOINLINE uint64_t execute(const struct instruction *program, uint64_t count) {
  uint64_t r[16] = {0};
  uint8_t calls[DEPTH];
  unsigned depth = 0, at = 0;
  r[1] = count;
  for (;;) {
    struct instruction i = program[at++];
    switch ((enum opcode)i.opcode) {
    case HALT: return r[i.to & 15];
    case LOAD_IMMEDIATE: r[i.to & 15] = (uint64_t)i.a << 8 | i.b; break;
    case MOVE: r[i.to & 15] = r[i.a & 15]; break;
    case ADD: r[i.to & 15] = r[i.a & 15] + r[i.b & 15]; break;
    case ADD_IMMEDIATE: r[i.to & 15] = r[i.a & 15] + (uint64_t)(int8_t)i.b; break;
    case SUBTRACT: r[i.to & 15] = r[i.a & 15] - r[i.b & 15]; break;
    case MULTIPLY: r[i.to & 15] = r[i.a & 15] * r[i.b & 15]; break;
    case AND: r[i.to & 15] = r[i.a & 15] & r[i.b & 15]; break;
    case XOR: r[i.to & 15] = r[i.a & 15] ^ r[i.b & 15]; break;
    case SHIFT_LEFT: r[i.to & 15] = r[i.a & 15] << (i.b & 63); break;
    case SHIFT_RIGHT: r[i.to & 15] = r[i.a & 15] >> (i.b & 63); break;
    case LOAD: r[i.to & 15] = cells[r[i.a & 15] % CELLS]; break;
    case STORE: cells[r[i.a & 15] % CELLS] = r[i.to & 15]; break;
    case JUMP: at = i.b; break;
    case JUMP_IF_ZERO: if (r[i.a & 15] == 0) at = i.b; break;
    case JUMP_IF_NOT_ZERO: if (r[i.a & 15] != 0) at = i.b; break;
    case JUMP_IF_LESS: if (r[i.to & 15] < r[i.a & 15]) at = i.b; break;
    case CALL: calls[depth++ % DEPTH] = (uint8_t)at; at = i.b; break;
    case RETURN: at = calls[--depth % DEPTH]; break;
    }
  }
}

/* r1 counts down, r2 is the hash, r3 a multiplier, r7 is 7, r8 the number of even hashes */
static const struct instruction PROGRAM[] = {
    {LOAD_IMMEDIATE, 2, 0x12, 0x34},
    {LOAD_IMMEDIATE, 3, 0x9e, 0x37},
    {LOAD_IMMEDIATE, 7, 0, 7},
    /* 3: the loop */
    {ADD, 2, 2, 1},
    {MULTIPLY, 2, 2, 3},
    {SHIFT_RIGHT, 4, 2, 29},
    {XOR, 2, 2, 4},
    {AND, 5, 2, 7},
    {JUMP_IF_NOT_ZERO, 0, 5, 11},
    {ADD_IMMEDIATE, 8, 8, 1},
    {CALL, 0, 0, 20},
    /* 11 */
    {LOAD, 6, 2, 0},
    {ADD, 6, 6, 2},
    {STORE, 6, 2, 0},
    {JUMP_IF_LESS, 5, 7, 16},
    {MOVE, 9, 6, 0},
    /* 16 */
    {ADD_IMMEDIATE, 1, 1, 0xff},
    {JUMP_IF_ZERO, 0, 1, 19},
    {JUMP, 0, 0, 3},
    /* 19 */
    {JUMP, 0, 0, 25},
    /* 20: the subroutine */
    {SHIFT_LEFT, 10, 2, 13},
    {XOR, 2, 2, 10},
    {SUBTRACT, 9, 9, 2},
    {XOR, 2, 2, 9},
    {RETURN, 0, 0, 0},
    /* 25: the result */
    {XOR, 2, 2, 8},
    {XOR, 2, 2, 9},
    {HALT, 2, 0, 0},
};

uint64_t bench(void) {
  uint64_t checksum = execute(PROGRAM, ROUNDS);
  for (int i = 0; i < CELLS; i++) checksum = checksum * 31 + cells[i];
  return checksum;
}

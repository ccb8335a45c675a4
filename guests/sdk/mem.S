# memcpy, memmove, memset and memcmp for RV64I, for Rust and C guests. Every access is aligned.
# They win over the weak ones of compiler_builtins.

.macro function name
.pushsection .text.\name, "ax", @progbits
.globl \name
.type \name, @function
.p2align 2
\name:
.endm

.macro end name
.size \name, . - \name
.popsection
.endm

# void *memcpy(void *to, const void *from, size_t size), forwards
function memcpy
  mv a3, a0
  li t0, 16
  bltu a2, t0, .Lcopy_bytes
  # Bytes up to where `to` is aligned.
  neg t0, a0
  andi t0, t0, 7
  sub a2, a2, t0
  beqz t0, .Lcopy_aligned
.Lcopy_head:
  lbu t1, 0(a1)
  addi a1, a1, 1
  sb t1, 0(a3)
  addi a3, a3, 1
  addi t0, t0, -1
  bnez t0, .Lcopy_head
.Lcopy_aligned:
  andi a4, a1, 7
  bnez a4, .Lcopy_shifted
  li t0, 64
  bltu a2, t0, .Lcopy_words
.Lcopy_lines:
  ld t1, 0(a1)
  ld t2, 8(a1)
  ld t3, 16(a1)
  ld t4, 24(a1)
  ld t5, 32(a1)
  ld t6, 40(a1)
  ld a4, 48(a1)
  ld a5, 56(a1)
  sd t1, 0(a3)
  sd t2, 8(a3)
  sd t3, 16(a3)
  sd t4, 24(a3)
  sd t5, 32(a3)
  sd t6, 40(a3)
  sd a4, 48(a3)
  sd a5, 56(a3)
  addi a1, a1, 64
  addi a3, a3, 64
  addi a2, a2, -64
  bgeu a2, t0, .Lcopy_lines
.Lcopy_words:
  andi t0, a2, 32
  beqz t0, 1f
  ld t1, 0(a1)
  ld t2, 8(a1)
  ld t3, 16(a1)
  ld t4, 24(a1)
  addi a1, a1, 32
  sd t1, 0(a3)
  sd t2, 8(a3)
  sd t3, 16(a3)
  sd t4, 24(a3)
  addi a3, a3, 32
1:
  andi t0, a2, 16
  beqz t0, 1f
  ld t1, 0(a1)
  ld t2, 8(a1)
  addi a1, a1, 16
  sd t1, 0(a3)
  sd t2, 8(a3)
  addi a3, a3, 16
1:
  andi t0, a2, 8
  beqz t0, .Lcopy_tail
  ld t1, 0(a1)
  addi a1, a1, 8
  sd t1, 0(a3)
  addi a3, a3, 8
.Lcopy_tail:
  andi a2, a2, 7
.Lcopy_bytes:
  beqz a2, 3f
  andi t0, a2, 1
  beqz t0, 1f
  lbu t1, 0(a1)
  addi a1, a1, 1
  sb t1, 0(a3)
  addi a3, a3, 1
1:
  srli a2, a2, 1
  beqz a2, 3f
2:
  lbu t1, 0(a1)
  lbu t2, 1(a1)
  addi a1, a1, 2
  sb t1, 0(a3)
  sb t2, 1(a3)
  addi a3, a3, 2
  addi a2, a2, -1
  bnez a2, 2b
3:
  ret
# Each aligned word of `from` is loaded once; two of them make one word of `to`.
.Lcopy_shifted:
  sub a1, a1, a4
  slli t5, a4, 3
  neg t6, t5
  ld t1, 0(a1)
  andi a5, a2, -8
  add a5, a3, a5
  beq a3, a5, 2f
1:
  ld t2, 8(a1)
  addi a1, a1, 8
  srl t3, t1, t5
  sll t4, t2, t6
  or t3, t3, t4
  sd t3, 0(a3)
  addi a3, a3, 8
  mv t1, t2
  bne a3, a5, 1b
2:
  add a1, a1, a4
  j .Lcopy_tail
end memcpy

# void *memmove(void *to, const void *from, size_t size)
function memmove
  sub t0, a0, a1
  bltu t0, a2, 1f
  tail memcpy
# `to` begins inside `from`: backwards.
1:
  add a1, a1, a2
  add a3, a0, a2
  or t0, a1, a3
  andi t0, t0, 7
  bnez t0, 3f
  li t0, 8
  bltu a2, t0, 3f
2:
  ld t1, -8(a1)
  addi a1, a1, -8
  sd t1, -8(a3)
  addi a3, a3, -8
  addi a2, a2, -8
  bgeu a2, t0, 2b
3:
  beq a3, a0, 5f
4:
  lbu t1, -1(a1)
  addi a1, a1, -1
  sb t1, -1(a3)
  addi a3, a3, -1
  bne a3, a0, 4b
5:
  ret
end memmove

# void *memset(void *to, int byte, size_t size)
function memset
  mv a3, a0
  li t0, 16
  bltu a2, t0, .Lset_bytes
  andi a1, a1, 255
  beqz a1, 1f
  slli t1, a1, 8
  or a1, a1, t1
  slli t1, a1, 16
  or a1, a1, t1
  slli t1, a1, 32
  or a1, a1, t1
1:
  neg t0, a0
  andi t0, t0, 7
  beqz t0, 2f
  sub a2, a2, t0
1:
  sb a1, 0(a3)
  addi a3, a3, 1
  addi t0, t0, -1
  bnez t0, 1b
2:
  li t0, 64
  bltu a2, t0, 2f
1:
  sd a1, 0(a3)
  sd a1, 8(a3)
  sd a1, 16(a3)
  sd a1, 24(a3)
  sd a1, 32(a3)
  sd a1, 40(a3)
  sd a1, 48(a3)
  sd a1, 56(a3)
  addi a3, a3, 64
  addi a2, a2, -64
  bgeu a2, t0, 1b
2:
  li t0, 8
  bltu a2, t0, .Lset_bytes
1:
  sd a1, 0(a3)
  addi a3, a3, 8
  addi a2, a2, -8
  bgeu a2, t0, 1b
.Lset_bytes:
  beqz a2, 2f
1:
  sb a1, 0(a3)
  addi a3, a3, 1
  addi a2, a2, -1
  bnez a2, 1b
2:
  ret
end memset

# int memcmp(const void *a, const void *b, size_t size)
function memcmp
  or t0, a0, a1
  andi t0, t0, 7
  bnez t0, 2f
  li t0, 8
  bltu a2, t0, 2f
# Words that differ are compared again byte by byte.
1:
  ld t1, 0(a0)
  ld t2, 0(a1)
  bne t1, t2, 2f
  addi a0, a0, 8
  addi a1, a1, 8
  addi a2, a2, -8
  bgeu a2, t0, 1b
2:
  beqz a2, 4f
3:
  lbu t1, 0(a0)
  lbu t2, 0(a1)
  bne t1, t2, 5f
  addi a0, a0, 1
  addi a1, a1, 1
  addi a2, a2, -1
  bnez a2, 3b
4:
  li a0, 0
  ret
5:
  sub a0, t1, t2
  ret
end memcmp

# Rust compares for equality only with this one.
function bcmp
  tail memcmp
end bcmp

# Keccak-f[1600] for RV64I: void hart_keccak_f1600(uint64_t state[25])
#
# The 25 lanes stay in registers for all 24 rounds. Each round works in place: pi moves no lane, only the names
# change. The lane that is (x, y) for one round leaves its new value where (x, x + 2y) was, and after four such
# renamings every name is back, so the loop holds four rounds.
# Six lanes are kept complemented ((1,0) (2,0) (3,1) (2,2) (2,3) (0,4)): chi then needs one NOT per row, not five.
# ra, gp and tp hold lanes too; nothing is called and no symbol is reached through gp in between.
# Frame: 0 round constant pointer, 8 state pointer, 16 and 24 spills, from 32 on saved registers.

.macro rotate dest, source, bits
  slli t1, \source, \bits
  srli \dest, \source, 64 - \bits
  or \dest, \dest, t1
.endm

.macro parity dest, a, b, c, d, e
  xor \dest, \a, \b
  xor \dest, \dest, \c
  xor \dest, \dest, \d
  xor \dest, \dest, \e
.endm

# a..e ^= left ^ rotate(right, 1), through t1 and t3
.macro theta left, right, a, b, c, d, e
  slli t1, \right, 1
  srli t3, \right, 63
  or t1, t1, t3
  xor t1, t1, \left
  xor \a, \a, t1
  xor \b, \b, t1
  xor \c, \c, t1
  xor \d, \d, t1
  xor \e, \e, t1
.endm

# dest ^= a OP b
.macro chi dest, op, a, b
  \op t1, \a, \b
  xor \dest, \dest, t1
.endm

# aXY is lane (x, y).
.macro round constant, a00, a10, a20, a30, a40, a01, a11, a21, a31, a41, a02, a12, a22, a32, a42, a03, a13, a23, a33, a43, a04, a14, a24, a34, a44
  parity t0, \a00, \a01, \a02, \a03, \a04
  parity t1, \a10, \a11, \a12, \a13, \a14
  parity t2, \a20, \a21, \a22, \a23, \a24
  parity t3, \a30, \a31, \a32, \a33, \a34
  parity t4, \a40, \a41, \a42, \a43, \a44
  sd t1, 16(sp)
  sd t3, 24(sp)
  theta t0, t2, \a10, \a11, \a12, \a13, \a14
  theta t2, t4, \a30, \a31, \a32, \a33, \a34
  ld t2, 16(sp)
  theta t4, t2, \a00, \a01, \a02, \a03, \a04
  ld t4, 24(sp)
  theta t2, t4, \a20, \a21, \a22, \a23, \a24
  theta t4, t0, \a40, \a41, \a42, \a43, \a44

  # New row 0 stays where its lanes are: (0,0) (1,1) (2,2) (3,3) (4,4).
  rotate \a11, \a11, 44
  rotate \a22, \a22, 43
  rotate \a33, \a33, 21
  rotate \a44, \a44, 14
  or t2, \a44, \a00
  and t3, \a00, \a11
  chi \a00, or, \a11, \a22
  not t0, \a22
  chi \a11, or, t0, \a33
  chi \a22, and, \a33, \a44
  xor \a33, \a33, t2
  xor \a44, \a44, t3
  ld t2, 0(sp)
  ld t2, \constant(t2)
  xor \a00, \a00, t2

  # New row 1, kept in (0,2) (1,3) (2,4) (3,0) (4,1); its lane 0 waits in t0.
  rotate t0, \a30, 28
  rotate \a30, \a13, 45
  rotate \a13, \a41, 20
  rotate \a41, \a24, 61
  rotate \a24, \a02, 3
  and t2, t0, \a13
  or \a02, \a13, \a24
  xor \a02, \a02, t0
  chi \a13, and, \a24, \a30
  not t3, \a41
  chi \a24, or, \a30, t3
  chi \a30, or, \a41, t0
  xor \a41, \a41, t2

  # New row 2, kept in (0,4) (1,0) (2,1) (3,2) (4,3).
  rotate t0, \a10, 1
  rotate \a10, \a21, 6
  rotate \a21, \a32, 25
  rotate \a32, \a43, 8
  rotate \a43, \a04, 18
  and t2, t0, \a10
  or \a04, \a10, \a21
  xor \a04, \a04, t0
  chi \a10, and, \a21, \a32
  not \a32, \a32
  chi \a21, and, \a32, \a43
  chi \a32, or, \a43, t0
  xor \a43, \a43, t2

  # New row 3, kept in (0,1) (1,2) (2,3) (3,4) (4,0).
  rotate t0, \a40, 27
  rotate \a40, \a34, 56
  rotate \a34, \a23, 15
  rotate \a23, \a12, 10
  rotate \a12, \a01, 36
  or t2, t0, \a12
  and \a01, \a12, \a23
  xor \a01, \a01, t0
  chi \a12, or, \a23, \a34
  not \a34, \a34
  chi \a23, or, \a34, \a40
  chi \a34, and, \a40, t0
  xor \a40, \a40, t2

  # New row 4, kept in (0,3) (1,4) (2,0) (3,1) (4,2).
  rotate t0, \a20, 62
  rotate \a20, \a42, 39
  rotate \a42, \a14, 2
  rotate \a14, \a31, 55
  rotate \a31, \a03, 41
  and t2, t0, \a14
  not \a14, \a14
  and \a03, \a14, \a20
  xor \a03, \a03, t0
  chi \a14, or, \a20, \a31
  chi \a20, and, \a31, \a42
  chi \a31, or, \a42, t0
  xor \a42, \a42, t2
.endm

.pushsection .text.hart_keccak_f1600, "ax", @progbits
.globl hart_keccak_f1600
.type hart_keccak_f1600, @function
.p2align 2
hart_keccak_f1600:
  addi sp, sp, -160
  sd a0, 8(sp)
  sd ra, 32(sp)
  sd gp, 40(sp)
  sd tp, 48(sp)
  sd s0, 56(sp)
  sd s1, 64(sp)
  sd s2, 72(sp)
  sd s3, 80(sp)
  sd s4, 88(sp)
  sd s5, 96(sp)
  sd s6, 104(sp)
  sd s7, 112(sp)
  sd s8, 120(sp)
  sd s9, 128(sp)
  sd s10, 136(sp)
  sd s11, 144(sp)
  lla t0, .Lround_constants
  sd t0, 0(sp)
  mv t0, a0
  ld a0, 0(t0)
  ld a1, 8(t0)
  ld a2, 16(t0)
  ld a3, 24(t0)
  ld a4, 32(t0)
  ld a5, 40(t0)
  ld a6, 48(t0)
  ld a7, 56(t0)
  ld s0, 64(t0)
  ld s1, 72(t0)
  ld s2, 80(t0)
  ld s3, 88(t0)
  ld s4, 96(t0)
  ld s5, 104(t0)
  ld s6, 112(t0)
  ld s7, 120(t0)
  ld s8, 128(t0)
  ld s9, 136(t0)
  ld s10, 144(t0)
  ld s11, 152(t0)
  ld t5, 160(t0)
  ld t6, 168(t0)
  ld ra, 176(t0)
  ld gp, 184(t0)
  ld tp, 192(t0)
  not a1, a1
  not a2, a2
  not s0, s0
  not s4, s4
  not s9, s9
  not t5, t5
.Lfour_rounds:
  round  0, a0, a1, a2, a3, a4, a5, a6, a7, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t5, t6, ra, gp, tp
  round  8, a0, a6, s4, s10, tp, s2, s8, ra, a3, s1, t5, a1, a7, s5, s11, a5, s3, s9, gp, a4, s7, t6, a2, s0, s6
  round 16, a0, s8, a7, gp, s6, t5, s3, a2, s10, s1, s7, a6, ra, s5, a4, s2, a1, s9, s0, tp, a5, t6, s4, a3, s11
  round 24, a0, s3, ra, s0, s11, s7, a1, s4, gp, s1, a5, s8, a2, s5, tp, t5, a6, s9, a3, s6, s2, t6, a7, s10, a4
  # The constants end at a multiple of 256.
  ld t0, 0(sp)
  addi t0, t0, 32
  sd t0, 0(sp)
  andi t0, t0, 255
  bnez t0, .Lfour_rounds
  not a1, a1
  not a2, a2
  not s0, s0
  not s4, s4
  not s9, s9
  not t5, t5
  ld t0, 8(sp)
  sd a0, 0(t0)
  sd a1, 8(t0)
  sd a2, 16(t0)
  sd a3, 24(t0)
  sd a4, 32(t0)
  sd a5, 40(t0)
  sd a6, 48(t0)
  sd a7, 56(t0)
  sd s0, 64(t0)
  sd s1, 72(t0)
  sd s2, 80(t0)
  sd s3, 88(t0)
  sd s4, 96(t0)
  sd s5, 104(t0)
  sd s6, 112(t0)
  sd s7, 120(t0)
  sd s8, 128(t0)
  sd s9, 136(t0)
  sd s10, 144(t0)
  sd s11, 152(t0)
  sd t5, 160(t0)
  sd t6, 168(t0)
  sd ra, 176(t0)
  sd gp, 184(t0)
  sd tp, 192(t0)
  ld ra, 32(sp)
  ld gp, 40(sp)
  ld tp, 48(sp)
  ld s0, 56(sp)
  ld s1, 64(sp)
  ld s2, 72(sp)
  ld s3, 80(sp)
  ld s4, 88(sp)
  ld s5, 96(sp)
  ld s6, 104(sp)
  ld s7, 112(sp)
  ld s8, 120(sp)
  ld s9, 128(sp)
  ld s10, 136(sp)
  ld s11, 144(sp)
  addi sp, sp, 160
  ret
.size hart_keccak_f1600, . - hart_keccak_f1600
.popsection

.pushsection .rodata.hart_keccak_f1600, "a", @progbits
.p2align 8
  .zero 64
.Lround_constants:
  .quad 0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000
  .quad 0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009
  .quad 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a
  .quad 0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003
  .quad 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a
  .quad 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008
.popsection

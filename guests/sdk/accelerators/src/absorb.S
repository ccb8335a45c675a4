# XORs a block of 136 bytes into a Keccak state: void hart_keccak_absorb(uint64_t state[25], const uint8_t block[136])
#
# The block may lie at any address. Only aligned words are loaded, each once, and none that holds no byte of the block.

.macro absorb_aligned offset
  ld t0, \offset(a1)
  ld t1, \offset(a0)
  xor t0, t0, t1
  sd t0, \offset(a0)
.endm

# low holds the word at \offset; high gets the one after it.
.macro absorb_shifted offset, low, high
  ld \high, \offset + 8(a1)
  srl t0, \low, a2
  sll t1, \high, a3
  or t0, t0, t1
  ld t1, \offset(a0)
  xor t0, t0, t1
  sd t0, \offset(a0)
.endm

.pushsection .text.hart_keccak_absorb, "ax", @progbits
.globl hart_keccak_absorb
.type hart_keccak_absorb, @function
.p2align 2
hart_keccak_absorb:
  andi a2, a1, 7
  bnez a2, .Lshifted
  .irp offset, 0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128
  absorb_aligned \offset
  .endr
  ret
.Lshifted:
  sub a1, a1, a2
  slli a2, a2, 3
  # Shifts take their amount modulo 64.
  neg a3, a2
  ld t2, 0(a1)
  .irp offset, 0, 16, 32, 48, 64, 80, 96, 112
  absorb_shifted \offset, t2, t3
  absorb_shifted \offset + 8, t3, t2
  .endr
  absorb_shifted 128, t2, t3
  ret
.size hart_keccak_absorb, . - hart_keccak_absorb
.popsection

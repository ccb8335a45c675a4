// Entry without an operating system: what a kernel puts on the stack is here in constants.

#include "textflag.h"

// The stack of g0 ends with RAM, 64 KiB deep; the heap ends below (see mem_linux.go).
TEXT _rt0_riscv64_linux(SB),NOSPLIT|NOFRAME,$0
	MOV	$0xbfffff00, X2
	MOV	$1, A0
	MOV	$runtime·hartStart(SB), A1
	MOV	$runtime·rt0_go(SB), T0
	JALR	ZERO, T0

TEXT _rt0_riscv64_linux_lib(SB),NOSPLIT,$0
	UNDEF

TEXT main(SB),NOSPLIT|NOFRAME,$0
	JMP	_rt0_riscv64_linux(SB)

// argv and its end, no environment, then the auxiliary vector: page size (6), 16 random bytes (25), the end.
DATA runtime·hartStart+0(SB)/8, $runtime·hartName(SB)
DATA runtime·hartStart+8(SB)/8, $0
DATA runtime·hartStart+16(SB)/8, $0
DATA runtime·hartStart+24(SB)/8, $6
DATA runtime·hartStart+32(SB)/8, $4096
DATA runtime·hartStart+40(SB)/8, $25
DATA runtime·hartStart+48(SB)/8, $runtime·hartRandom(SB)
DATA runtime·hartStart+56(SB)/8, $0
DATA runtime·hartStart+64(SB)/8, $0
GLOBL runtime·hartStart(SB),NOPTR,$72

DATA runtime·hartName+0(SB)/8, $"guest\x00\x00\x00"
GLOBL runtime·hartName(SB),RODATA|NOPTR,$8

// The same bytes in every run. The runtime clears them once they are used.
DATA runtime·hartRandom+0(SB)/8, $0x9e3779b97f4a7c15
DATA runtime·hartRandom+8(SB)/8, $0xd1b54a32d192ed03
GLOBL runtime·hartRandom(SB),NOPTR,$16

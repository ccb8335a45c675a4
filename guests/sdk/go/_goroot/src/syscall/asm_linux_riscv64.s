#include "textflag.h"

#define ENOSYS 38

// func rawVforkSyscall(trap, a1, a2, a3 uintptr) (r1, err uintptr)
TEXT ·rawVforkSyscall(SB),NOSPLIT|NOFRAME,$0-48
	MOV	$-1, T0
	MOV	T0, r1+32(FP)
	MOV	$ENOSYS, T0
	MOV	T0, err+40(FP)
	RET

// func rawSyscallNoError(trap, a1, a2, a3 uintptr) (r1, r2 uintptr)
//
// These calls ask who a process is (getpid, getuid): process 1 of user 1.
TEXT ·rawSyscallNoError(SB),NOSPLIT|NOFRAME,$0-48
	MOV	$1, T0
	MOV	T0, r1+32(FP)
	MOV	ZERO, r2+40(FP)
	RET

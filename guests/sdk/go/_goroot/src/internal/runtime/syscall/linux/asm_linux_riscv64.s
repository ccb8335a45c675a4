#include "textflag.h"

// func hartCall(number, a0, a1, a2 uintptr) uintptr
TEXT ·hartCall<ABIInternal>(SB),NOSPLIT,$0-40
	MOV	A0, A7
	MOV	A1, A0
	MOV	A2, A1
	MOV	A3, A2
	ECALL
	RET

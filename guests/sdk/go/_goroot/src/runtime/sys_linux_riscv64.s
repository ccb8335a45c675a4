// What the runtime asks an operating system for, where there is none: the zkvm environment knows two calls, write (64)
// and exit (93). There is one thread, no signal, and a clock that only tells the order of its readings.

#include "textflag.h"
#include "go_asm.h"

#define CALL_WRITE 64
#define CALL_EXIT 93
#define ENOSYS 38
#define ENOMEM 12
#define ETIMEDOUT 110
// Shells give this code to a process that aborted.
#define ABORTED 134

// func exit(code int32)
TEXT runtime·exit<ABIInternal>(SB),NOSPLIT,$0
	MOV	$CALL_EXIT, A7
	ECALL
	JMP	0(PC)

// func write1(fd uintptr, p unsafe.Pointer, n int32) int32
TEXT runtime·write1<ABIInternal>(SB),NOSPLIT,$0
	MOV	$CALL_WRITE, A7
	ECALL
	RET

TEXT hartAbort<>(SB),NOSPLIT|NOFRAME,$0
	MOV	$ABORTED, A0
	MOV	$CALL_EXIT, A7
	ECALL
	JMP	0(PC)

// func raise(sig uint32)
TEXT runtime·raise(SB),NOSPLIT|NOFRAME,$0
	JMP	hartAbort<>(SB)

// func raiseproc(sig uint32)
TEXT runtime·raiseproc(SB),NOSPLIT|NOFRAME,$0
	JMP	hartAbort<>(SB)

// Each reading of the clock is a microsecond after the one before; sleeping adds what was slept.

// func nanotime1() int64
TEXT runtime·nanotime1(SB),NOSPLIT|NOFRAME,$0-8
	MOV	runtime·hartClock(SB), T0
	ADD	$1000, T0
	MOV	T0, runtime·hartClock(SB)
	MOV	T0, ret+0(FP)
	RET

// func walltime() (sec int64, nsec int32)
TEXT runtime·walltime(SB),NOSPLIT|NOFRAME,$0-12
	MOV	runtime·hartClock(SB), T0
	ADD	$1000, T0
	MOV	T0, runtime·hartClock(SB)
	MOV	$1000000000, T1
	DIV	T1, T0, T2
	REM	T1, T0, T0
	MOV	T2, sec+0(FP)
	MOVW	T0, nsec+8(FP)
	RET

// func usleep(usec uint32)
TEXT runtime·usleep(SB),NOSPLIT|NOFRAME,$0-4
	MOVWU	usec+0(FP), T0
	MOV	$1000, T1
	MUL	T1, T0
	MOV	runtime·hartClock(SB), T1
	ADD	T1, T0
	MOV	T0, runtime·hartClock(SB)
	RET

// func futex(addr unsafe.Pointer, op int32, val uint32, ts, addr2 unsafe.Pointer, val3 uint32) int32
//
// Nobody else runs: there is nobody to wake, and a wait without a limit would never end.
TEXT runtime·futex<ABIInternal>(SB),NOSPLIT,$0
	AND	$1, A1, T0
	BNEZ	T0, wake
	BEQZ	A3, hang
	MOV	0(A3), T0
	MOV	8(A3), T1
	MOV	$1000000000, T2
	MUL	T2, T0
	ADD	T1, T0
	MOV	runtime·hartClock(SB), T1
	ADD	T1, T0
	MOV	T0, runtime·hartClock(SB)
	MOV	$-ETIMEDOUT, A0
	RET
wake:
	MOV	ZERO, A0
	RET
hang:
	JMP	hartAbort<>(SB)

// func gettid() uint32
TEXT runtime·gettid<ABIInternal>(SB),NOSPLIT,$0
	MOV	$1, A0
	RET

// func getpid() int
TEXT ·getpid<ABIInternal>(SB),NOSPLIT,$0
	MOV	$1, A0
	RET

// No files.

// func open(name *byte, mode, perm int32) int32
TEXT runtime·open(SB),NOSPLIT|NOFRAME,$0-20
	MOV	$-1, T0
	MOVW	T0, ret+16(FP)
	RET

// func closefd(fd int32) int32
TEXT runtime·closefd(SB),NOSPLIT|NOFRAME,$0-12
	MOV	$-1, T0
	MOVW	T0, ret+8(FP)
	RET

// func read(fd int32, p unsafe.Pointer, n int32) int32
TEXT runtime·read<ABIInternal>(SB),NOSPLIT,$0
	MOV	$-1, A0
	RET

// func pipe2(flags int32) (r, w int32, errno int32)
TEXT runtime·pipe2(SB),NOSPLIT|NOFRAME,$0-20
	MOV	$-ENOSYS, T0
	MOVW	T0, errno+16(FP)
	RET

// No threads.

// func clone(flags int32, stk, mp, gp, fn unsafe.Pointer) int32
TEXT runtime·clone(SB),NOSPLIT|NOFRAME,$0
	MOV	$-ENOSYS, T0
	MOVW	T0, ret+40(FP)
	RET

// func exitThread(wait *atomic.Uint32)
TEXT runtime·exitThread(SB),NOSPLIT|NOFRAME,$0-8
	JMP	hartAbort<>(SB)

// func osyield()
TEXT runtime·osyield<ABIInternal>(SB),NOSPLIT,$0
	RET

// func sched_getaffinity(pid, len uintptr, buf *uintptr) int32
TEXT runtime·sched_getaffinity<ABIInternal>(SB),NOSPLIT,$0
	MOV	$-ENOSYS, A0
	RET

// No signals.

// func tgkill(tgid, tid, sig int)
TEXT ·tgkill<ABIInternal>(SB),NOSPLIT,$0
	RET

// func rtsigprocmask(how int32, new, old *sigset, size int32)
TEXT runtime·rtsigprocmask(SB),NOSPLIT|NOFRAME,$0-28
	RET

// func rt_sigaction(sig uintptr, new, old *sigactiont, size uintptr) int32
TEXT runtime·rt_sigaction<ABIInternal>(SB),NOSPLIT,$0
	MOV	ZERO, A0
	RET

// func sigfwd(fn uintptr, sig uint32, info *siginfo, ctx unsafe.Pointer)
TEXT runtime·sigfwd(SB),NOSPLIT|NOFRAME,$0-32
	JMP	hartAbort<>(SB)

// func sigtramp(signo, ureg, ctxt unsafe.Pointer)
TEXT runtime·sigtramp(SB),NOSPLIT|TOPFRAME|NOFRAME,$0
	JMP	hartAbort<>(SB)

// func cgoSigtramp()
TEXT runtime·cgoSigtramp(SB),NOSPLIT|NOFRAME,$0
	JMP	hartAbort<>(SB)

// func sigaltstack(new, old *stackt)
TEXT runtime·sigaltstack(SB),NOSPLIT|NOFRAME,$0
	RET

// func setitimer(mode int32, new, old *itimerval)
TEXT runtime·setitimer<ABIInternal>(SB),NOSPLIT,$0
	RET

// func timer_create(clockid int32, sevp *sigevent, timerid *int32) int32
TEXT runtime·timer_create<ABIInternal>(SB),NOSPLIT,$0
	MOV	$-ENOSYS, A0
	RET

// func timer_settime(timerid int32, flags int32, new, old *itimerspec) int32
TEXT runtime·timer_settime<ABIInternal>(SB),NOSPLIT,$0
	MOV	$-ENOSYS, A0
	RET

// func timer_delete(timerid int32) int32
TEXT runtime·timer_delete<ABIInternal>(SB),NOSPLIT,$0
	MOV	$-ENOSYS, A0
	RET

// No paging: memory comes from mem_linux.go.

// func mmap(addr unsafe.Pointer, n uintptr, prot, flags, fd int32, off uint32) (p unsafe.Pointer, err int)
TEXT runtime·mmap(SB),NOSPLIT|NOFRAME,$0
	MOV	$ENOMEM, T0
	MOV	ZERO, p+32(FP)
	MOV	T0, err+40(FP)
	RET

// func munmap(addr unsafe.Pointer, n uintptr)
TEXT runtime·munmap(SB),NOSPLIT|NOFRAME,$0
	RET

// func madvise(addr unsafe.Pointer, n uintptr, flags int32)
TEXT runtime·madvise<ABIInternal>(SB),NOSPLIT,$0
	MOV	ZERO, A0
	RET

// func mincore(addr unsafe.Pointer, n uintptr, dst *byte) int32
TEXT runtime·mincore<ABIInternal>(SB),NOSPLIT,$0
	MOV	$-ENOSYS, A0
	RET

// func sbrk0() uintptr
TEXT runtime·sbrk0<ABIInternal>(SB),NOSPLIT,$0
	MOV	ZERO, A0
	RET

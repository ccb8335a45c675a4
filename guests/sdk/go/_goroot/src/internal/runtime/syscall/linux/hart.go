package linux

import "unsafe"

// The zkvm environment's calls.
const (
	callWrite = 64
	callExit  = 93
)

// Linux calls that have an answer here.
const (
	sysFcntl     = 25
	sysOpenat    = 56
	sysRead      = 63
	sysWrite     = 64
	sysNewfstat  = 79
	sysExit      = 93
	sysExitGroup = 94
	sysGetpid    = 172
	sysGettid    = 178
	sysGetrandom = 278
)

const (
	eNOENT = 2
	eBADF  = 9
	eNOSYS = 38
	// F_GETFL and what it says of a standard stream.
	fcntlGetFlags = 3
	readWrite     = 2
)

// The host puts the input's length (u64, little-endian) here and the input behind it; read-only.
const inputRegion = 0x40000000

func hartCall(number, a0, a1, a2 uintptr) uintptr

// How much of the input was read.
var inputOffset uintptr

var randomState uint64 = 0x2545f4914f6cdd1d

// HartArguments takes the arguments off the front of the input: their length (u64, little-endian), then the bytes.
func HartArguments() string {
	start := inputPointer(8)
	length := *(*uintptr)(start)
	inputOffset = 8 + length
	return unsafe.String((*byte)(unsafe.Add(start, 8)), length)
}

//go:nosplit
func inputPointer(offset uintptr) unsafe.Pointer {
	return unsafe.Pointer(inputRegion + offset)
}

// Syscall6 answers a Linux call without Linux: standard input is the input, standard output and standard error are the
// environment's. There are no files, and what is not known fails as it does in a kernel without it.
//
//go:nosplit
func Syscall6(num, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2, errno uintptr) {
	switch num {
	case sysWrite:
		if a1 != 1 && a1 != 2 {
			return ^uintptr(0), 0, eBADF
		}
		return hartCall(callWrite, a1, a2, a3), 0, 0
	case sysRead:
		if a1 != 0 {
			return ^uintptr(0), 0, eBADF
		}
		return readInput(a2, a3), 0, 0
	case sysFcntl:
		switch {
		case a1 > 2:
			return ^uintptr(0), 0, eBADF
		case a2 == fcntlGetFlags:
			return readWrite, 0, 0
		}
		return 0, 0, 0
	case sysExit, sysExitGroup:
		hartCall(callExit, a1, 0, 0)
	case sysGetpid, sysGettid:
		return 1, 0, 0
	case sysGetrandom:
		return fillRandom(a1, a2), 0, 0
	case sysOpenat, sysNewfstat:
		return ^uintptr(0), 0, eNOENT
	}
	return ^uintptr(0), 0, eNOSYS
}

//go:nosplit
func readInput(to, length uintptr) uintptr {
	left := *(*uintptr)(inputPointer(0)) - inputOffset
	length = min(length, left)
	for at := uintptr(0); at < length; at++ {
		*(*byte)(unsafe.Pointer(to + at)) = *(*byte)(inputPointer(8 + inputOffset + at))
	}
	inputOffset += length
	return length
}

// fillRandom gives the same bytes in every run (xorshift64*).
//
//go:nosplit
func fillRandom(to, length uintptr) uintptr {
	for at := uintptr(0); at < length; at++ {
		randomState ^= randomState >> 12
		randomState ^= randomState << 25
		randomState ^= randomState >> 27
		*(*byte)(unsafe.Pointer(to + at)) = byte(randomState * 0x2545f4914f6cdd1d >> 56)
	}
	return length
}

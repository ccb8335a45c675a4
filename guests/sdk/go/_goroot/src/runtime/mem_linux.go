package runtime

import "unsafe"

// Used elsewhere in the runtime.
const (
	_EACCES = 13
	_EINVAL = 22
)

// RAM ends at 0xc0000000; its last 256 KiB hold the stack of g0.
const hartHeapEnd = 0xc0000000 - 256<<10

// sbrk extends memory, which begins behind the program's data; nil if RAM is at its end.
func sbrk(n uintptr) unsafe.Pointer {
	n = memRound(n)
	if n > hartHeapEnd-bloc {
		return nil
	}
	start := bloc
	bloc += n
	blocMax = max(blocMax, bloc)
	return unsafe.Pointer(start)
}

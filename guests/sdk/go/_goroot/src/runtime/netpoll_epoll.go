package runtime

// No file can be waited for. Timers come here to sleep, which moves the clock.

func netpollinit() {
}

func netpollIsPollDescriptor(fd uintptr) bool {
	return false
}

func netpollopen(fd uintptr, pd *pollDesc) uintptr {
	return _ENOSYS
}

func netpollclose(fd uintptr) uintptr {
	return 0
}

func netpollarm(pd *pollDesc, mode int) {
}

func netpollBreak() {
}

func netpoll(delay int64) (gList, int32) {
	if delay > 0 {
		hartClock += delay
	}
	return gList{}, 0
}

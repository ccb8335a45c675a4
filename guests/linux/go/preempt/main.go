// A goroutine that never yields must not keep the others from running.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

var spins, stop uint64

func main() {
	runtime.GOMAXPROCS(1)
	go func() {
		for atomic.LoadUint64(&stop) == 0 {
			spins++
		}
	}()
	time.Sleep(5 * time.Millisecond)
	fmt.Println("main runs again")
	runtime.GC()
	atomic.StoreUint64(&stop, 1)
	fmt.Println("spun:", spins > 0)
}

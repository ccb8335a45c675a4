// Trees that are built and dropped, so that the collector has to work; finalizers run.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type node struct {
	left, right *node
	value       int
}

func build(depth, value int) *node {
	if depth == 0 {
		return nil
	}
	return &node{build(depth-1, value*2), build(depth-1, value*2+1), value}
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.value + n.left.sum() + n.right.sum()
}

func main() {
	debug.SetGCPercent(20)
	long := build(12, 1)
	total := 0
	for n := 0; n < 25; n++ {
		total += build(11, n).sum()
	}
	var kept [][]byte
	for n := 0; n < 200; n++ {
		block := make([]byte, 10000+n)
		block[n] = byte(n)
		if n%10 == 0 {
			kept = append(kept, block)
		}
	}
	done := make(chan bool, 1)
	func() {
		value := &node{value: 5}
		runtime.SetFinalizer(value, func(*node) { done <- true })
	}()
	runtime.GC()
	runtime.GC()
	<-done
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Println(total, long.sum(), len(kept), kept[19][190], stats.NumGC > 3)
}

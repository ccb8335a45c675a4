// Goroutines over channels, a wait group, a mutex, select and timers.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	numbers := make(chan int)
	squares := make(chan int, 4)
	var workers sync.WaitGroup
	for n := 0; n < 8; n++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for v := range numbers {
				squares <- v * v
			}
		}()
	}
	go func() {
		for n := 1; n <= 2000; n++ {
			numbers <- n
		}
		close(numbers)
		workers.Wait()
		close(squares)
	}()
	sum, count := 0, 0
	for v := range squares {
		sum += v
		count++
	}
	fmt.Println(count, sum)

	var mutex sync.Mutex
	var group sync.WaitGroup
	shared := map[int]int{}
	for n := 0; n < 50; n++ {
		group.Add(1)
		go func(n int) {
			defer group.Done()
			for m := 0; m < 20; m++ {
				mutex.Lock()
				shared[m] += n
				mutex.Unlock()
			}
		}(n)
	}
	group.Wait()
	fmt.Println(len(shared), shared[7])

	quick, slow := time.After(2*time.Millisecond), time.After(60*time.Millisecond)
	for waiting := 2; waiting > 0; waiting-- {
		select {
		case <-quick:
			fmt.Println("quick")
		case <-slow:
			fmt.Println("slow")
		}
	}
	select {
	case <-make(chan int):
	default:
		fmt.Println("default")
	}
}

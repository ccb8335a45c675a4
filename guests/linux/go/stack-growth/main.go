// Goroutine stacks that grow to megabytes and are copied, with pointers into them.
package main

import "fmt"

func down(depth int, above *[64]int) int {
	var own [64]int
	own[depth%64] = depth
	if depth == 0 {
		return above[1]
	}
	result := down(depth-1, &own)
	return result + own[depth%64] + above[0]
}

func main() {
	results := make(chan int)
	for n := 1; n <= 4; n++ {
		go func(n int) {
			var first [64]int
			first[0] = n
			results <- down(n*1500, &first)
		}(n)
	}
	sum := 0
	for n := 0; n < 4; n++ {
		sum += <-results
	}
	fmt.Println(sum)
}

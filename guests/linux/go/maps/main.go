// Maps: growth, deletion, iteration in any order, sorted at the end, and struct keys.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type point struct{ x, y int }

func main() {
	counts := map[string]int{}
	for n := 0; n < 6000; n++ {
		counts[fmt.Sprintf("key-%d", n*7919%5003)] += n
	}
	for n := 0; n < 5003; n += 3 {
		delete(counts, fmt.Sprintf("key-%d", n))
	}
	keys := make([]string, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	sum := 0
	for n, key := range keys {
		sum = sum*31 + counts[key]*(n%7)
	}
	fmt.Println(len(keys), keys[0], keys[len(keys)-1], sum)
	grid := map[point]string{}
	for x := 0; x < 30; x++ {
		for y := 0; y < 30; y++ {
			grid[point{x, y}] = strings.Repeat("*", (x*y)%5)
		}
	}
	stars := 0
	for _, text := range grid {
		stars += len(text)
	}
	fmt.Println(len(grid), stars, grid[point{3, 9}])
}

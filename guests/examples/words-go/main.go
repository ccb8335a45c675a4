// Counts the words of its input: a guest in Go for both systems, to start from.
package main

import (
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"time"

	"hart"
)

func main() {
	words := strings.Fields(string(hart.ReadInput()))
	counts := count(words)
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	sort.Strings(names)
	var output strings.Builder
	entropy := 0.0
	for _, name := range names {
		fmt.Fprintf(&output, "%s %d\n", name, counts[name])
		share := float64(counts[name]) / float64(len(words))
		entropy -= share * math.Log2(share)
	}
	fmt.Fprintf(&output, "entropy %.6f\n", entropy)
	hart.WriteOutput([]byte(output.String()))
	if len(words) == 0 {
		fmt.Fprintln(os.Stderr, "no words")
		os.Exit(3)
	}
}

// count gives each word to one of four goroutines, which sleep and allocate as real ones do.
func count(words []string) map[string]int {
	results := make(chan map[string]int)
	const workers = 4
	for worker := range workers {
		go func() {
			counts := map[string]int{}
			for index := worker; index < len(words); index += workers {
				counts[strings.Clone(words[index])]++
				if waste := make([]byte, 1<<20); waste[index%len(waste)] != 0 {
					panic("memory is not clean")
				}
			}
			time.Sleep(time.Duration(worker) * time.Millisecond)
			results <- counts
		}()
	}
	all := map[string]int{}
	for range workers {
		for name, number := range <-results {
			all[name] += number
		}
	}
	return all
}

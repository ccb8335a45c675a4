// Panics that are recovered, and one that is not, which the argument chooses.
package main

import (
	"errors"
	"fmt"
	"os"
)

type shape struct{ sides *int }

func try(name string, work func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name+":", r)
		}
	}()
	work()
	fmt.Println(name, "went well")
}

func main() {
	var list []int
	var missing *shape
	var table map[string]int
	var any interface{} = "text"
	zero := len(os.Args) - len(os.Args)
	works := map[string]func(){
		"index":     func() { fmt.Println(list[3+zero]) },
		"nil":       func() { fmt.Println(missing.sides) },
		"nil store": func() { missing.sides = nil },
		"nil map":   func() { table["a"] = 1 },
		"division":  func() { fmt.Println(1 / zero) },
		"assertion": func() { fmt.Println(any.(int)) },
		"error":     func() { panic(errors.New("an error")) },
		"slice":     func() { fmt.Println(make([]int, 2)[3+zero:]) },
		"nothing":   func() {},
		"closed":    func() { c := make(chan int); close(c); close(c) },
		"nil chain": func() { fmt.Println(*missing.sides) },
		"make":      func() { fmt.Println(len(make([]int, zero-1))) },
	}
	for _, name := range []string{"index", "nil", "nil store", "nil map", "division", "assertion", "error", "slice", "nothing", "closed", "nil chain", "make"} {
		try(name, works[name])
	}
	defer fmt.Println("deferred")
	if len(os.Args) > 1 {
		works[os.Args[1]]()
	}
}

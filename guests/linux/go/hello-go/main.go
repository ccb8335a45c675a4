// Prints its arguments and exits with as many.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Println("hello from Go", os.Args[1:], os.Getenv("HART_TEST"))
	os.Exit(len(os.Args) - 1)
}

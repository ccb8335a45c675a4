// The stateless guest in Go, on go-ethereum's packages: payload in, public output out. The Rust guest's README
// describes both.
package main

import "hart"

func main() {
	output := Validate(hart.ReadInput())
	hart.WriteOutput(output.Encode())
}

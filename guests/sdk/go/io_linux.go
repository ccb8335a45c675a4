//go:build !hartbare

package hart

import (
	"io"
	"os"
)

// ReadInput returns all of the input.
func ReadInput() []byte {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	return input
}

// WriteOutput appends to the public output.
func WriteOutput(bytes []byte) {
	if _, err := os.Stdout.Write(bytes); err != nil {
		panic(err)
	}
}

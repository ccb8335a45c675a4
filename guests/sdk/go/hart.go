// Package hart is how a Go guest gets its input and leaves its output.
//
// On Linux these are standard input and output. Bare metal, with the build tag hartbare, they are the input region and
// the public output of the zkvm environment.
package hart

package runtime

import "internal/runtime/syscall/linux"

// Nanoseconds; see sys_linux_riscv64.s.
var hartClock int64

// Set by the linker's -X: NAME=VALUE separated by spaces.
var hartEnvironment string

// Set by the linker's -X: separated by spaces, the program's name first; or "@input" where the input begins with them.
var hartArguments string

func hartGoenvs() {
	envs = hartFields(hartEnvironment, ' ')
}

func hartGoargs() {
	if hartArguments != "@input" {
		argslice = hartFields(hartArguments, ' ')
	} else {
		argslice = hartFields(linux.HartArguments(), 0)
	}
	if len(argslice) == 0 {
		argslice = []string{"guest"}
	}
}

func hartFields(text string, separator byte) []string {
	var fields []string
	for start, end := 0, 0; end <= len(text); end++ {
		if end == len(text) || text[end] == separator {
			if end > start {
				fields = append(fields, text[start:end])
			}
			start = end + 1
		}
	}
	return fields
}

// Files by the first argument: reading, scanning, seeking, status, a directory, and errors.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	path := os.Args[1]
	data, err := os.ReadFile(path)
	fmt.Println(len(data), err)
	file, _ := os.Open(path)
	scanner := bufio.NewScanner(file)
	lines := 0
	for scanner.Scan() {
		lines++
	}
	position, _ := file.Seek(4, io.SeekStart)
	piece := make([]byte, 6)
	count, _ := file.Read(piece)
	info, _ := file.Stat()
	fmt.Println(lines, position, count, string(piece), info.Size(), info.Mode().IsRegular())
	file.Close()
	_, err = os.ReadFile("/no/such/file")
	fmt.Println(errors.Is(err, fs.ErrNotExist), err)
	_, err = file.Read(piece)
	fmt.Println(err != nil)
	entries, err := os.ReadDir(filepath.Dir(path))
	for _, entry := range entries {
		fmt.Println(entry.Name(), entry.IsDir())
	}
	fmt.Println(err)
}

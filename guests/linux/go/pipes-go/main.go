// A pipe between goroutines, with the network poller behind it, deadlines, and signals to itself.
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	reader, writer, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	go func() {
		for n := 0; n < 50; n++ {
			fmt.Fprintf(writer, "line %d\n", n)
			if n%10 == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		writer.Close()
	}()
	lines, bytes := 0, 0
	for scanner := bufio.NewScanner(reader); scanner.Scan(); lines++ {
		bytes += len(scanner.Text())
	}
	fmt.Println(lines, bytes)
	again, idle, _ := os.Pipe()
	again.SetReadDeadline(time.Now().Add(3 * time.Millisecond))
	_, err = again.Read(make([]byte, 1))
	fmt.Println(os.IsTimeout(err))
	idle.Close()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
	fmt.Println(<-signals)
}

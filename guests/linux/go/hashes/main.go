// Digests and checksums of standard input, and ciphers of the library.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"os"
)

func main() {
	data, _ := io.ReadAll(bufio.NewReader(os.Stdin))
	fmt.Printf("%d bytes\n", len(data))
	fmt.Printf("%x\n%x\n%x\n", md5.Sum(data), sha256.Sum256(data), sha512.Sum512_256(data))
	hash := fnv.New64a()
	hash.Write(data)
	fmt.Printf("%08x %016x\n", crc32.ChecksumIEEE(data), hash.Sum64())
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	writer.Write(data)
	writer.Close()
	reader, err := gzip.NewReader(&packed)
	if err != nil {
		panic(err)
	}
	again, _ := io.ReadAll(reader)
	fmt.Println(bytes.Equal(again, data), len(base64.StdEncoding.EncodeToString(data)), hex.EncodeToString(data[:len(data)%8]))
}

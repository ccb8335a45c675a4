package main

import "testing"

func TestUndecodableInput(t *testing.T) {
	for _, input := range [][]byte{nil, {}, {0x80}, {0xc0}, {0xc1, 0x01}, {0xc3, 1, 0xc0, 0xc0}, {0xf8, 0xff}} {
		output := Validate(input)
		if output.Verdict != Invalid || output.Refusal == nil || output.Refusal.Reason != InputMalformed {
			t.Errorf("%x: %v", input, output.Refusal)
		}
		if encoded := output.Encode(); len(encoded) != 124 || encoded[0] != 1 || encoded[122] != 1 {
			t.Errorf("%x: %x", input, encoded)
		}
	}
}

func TestNodes(t *testing.T) {
	hash := append([]byte{0xa0}, make([]byte, 32)...)
	leaf := func(path ...byte) []byte {
		content := append([]byte{0x80 + byte(len(path))}, path...)
		content = append(content, 0x82, 1, 2)
		return append([]byte{0xc0 + byte(len(content))}, content...)
	}
	extension := func(path byte, child []byte) []byte {
		content := append([]byte{path}, child...)
		return append([]byte{0xc0 + byte(len(content))}, content...)
	}
	branch := append([]byte{0xc0 + 17}, make([]byte, 17)...)
	for index := range 17 {
		branch[index+1] = 0x80
	}
	valued := append([]byte{}, branch...)
	valued[17] = 1
	for _, node := range [][]byte{branch, leaf(0x20, 0x12), leaf(0x3a, 0x12), extension(0x11, hash)} {
		if !isNode(node) {
			t.Errorf("%x is a node", node)
		}
	}
	for _, bytes := range [][]byte{
		nil, {0x80}, {0xc0}, valued, append(leaf(0x20, 0x12), 0), leaf(0x40, 0x12), leaf(0x21, 0x12),
		extension(0x11, []byte{0x80}), extension(0x00, hash), leaf(append([]byte{0x20}, make([]byte, 33)...)...), branch[:10],
	} {
		if isNode(bytes) {
			t.Errorf("%x is no node", bytes)
		}
	}
}

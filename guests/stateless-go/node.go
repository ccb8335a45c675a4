package main

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// Nibbles of a hashed key.
const keyNibbles = 64

// isNode tells whether bytes are a trie node and nothing else: go-ethereum's decoder is lenient about what follows, and
// its tries panic on keys of a length that cannot be.
func isNode(bytes []byte) bool {
	content, rest, err := rlp.SplitList(bytes)
	return err == nil && len(rest) == 0 && isNodeContent(content)
}

func isNodeContent(content []byte) bool {
	count, err := rlp.CountValues(content)
	switch {
	case err != nil:
		return false
	case count == 2:
		return isShort(content)
	case count != 17:
		return false
	}
	for range 16 {
		_, rest, valid := splitReference(content)
		if !valid {
			return false
		}
		content = rest
	}
	// Keys are all of one length, so no branch has a value.
	value, rest, err := rlp.SplitString(content)
	return err == nil && len(rest) == 0 && len(value) == 0
}

// isShort judges a leaf or an extension: a path in hex-prefix encoding, then a value or a reference.
func isShort(content []byte) bool {
	path, rest, err := rlp.SplitString(content)
	if err != nil || len(path) == 0 || path[0]>>4 > 3 {
		return false
	}
	odd, leaf := path[0]>>4&1, path[0]>>4&2 != 0
	if odd == 0 && path[0] != path[0]&0xf0 {
		return false
	}
	nibbles := 2*(len(path)-1) + int(odd)
	if nibbles > keyNibbles {
		return false
	}
	if leaf {
		value, rest, err := rlp.SplitString(rest)
		return err == nil && len(rest) == 0 && len(value) > 0
	}
	present, rest, valid := splitReference(rest)
	return valid && present && nibbles > 0 && len(rest) == 0
}

// splitReference takes a child off the front: nothing, a hash, or a node of less than 32 bytes.
func splitReference(bytes []byte) (present bool, rest []byte, valid bool) {
	kind, content, rest, err := rlp.Split(bytes)
	switch {
	case err != nil:
		return false, nil, false
	case kind == rlp.List:
		small := len(bytes)-len(rest) < common.HashLength
		return true, rest, small && isNodeContent(content)
	case kind == rlp.String && len(content) == 0:
		return false, rest, true
	default:
		return true, rest, kind == rlp.String && len(content) == common.HashLength
	}
}

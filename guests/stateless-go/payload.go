package main

import (
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// Payload is the guest's input, taken apart: RLP [chainId, block, [headers, codes, state, keys], trustedPreStateRoot?].
// Everything shares the input's memory.
type Payload struct {
	ChainID uint64
	// RLP of the whole block.
	Block []byte
	// RLP of each ancestor header, in any order.
	Headers [][]byte
	Codes   [][]byte
	// Trie nodes, in any order.
	State [][]byte
	// Pre-state root to be believed where the parent's header is not given.
	TrustedPreStateRoot *common.Hash
}

var errMalformed = errors.New("malformed RLP")

// DecodePayload accepts canonical RLP only, and all of it.
func DecodePayload(input []byte) (*Payload, error) {
	items, err := onlyList(input)
	if err != nil {
		return nil, err
	}
	payload := new(Payload)
	if payload.ChainID, items, err = rlp.SplitUint64(items); err != nil {
		return nil, err
	}
	if payload.Block, items, err = splitListEncoding(items); err != nil {
		return nil, err
	}
	witness, items, err := rlp.SplitList(items)
	if err != nil {
		return nil, err
	}
	if payload.Headers, witness, err = splitItems(witness, splitListEncoding); err != nil {
		return nil, err
	}
	if payload.Codes, witness, err = splitItems(witness, rlp.SplitString); err != nil {
		return nil, err
	}
	if payload.State, witness, err = splitItems(witness, rlp.SplitString); err != nil {
		return nil, err
	}
	// Unhashed addresses and slots: not needed.
	if _, witness, err = splitItems(witness, rlp.SplitString); err != nil {
		return nil, err
	}
	if len(witness) > 0 {
		return nil, errMalformed
	}
	if len(items) > 0 {
		var root []byte
		if root, items, err = rlp.SplitString(items); err != nil {
			return nil, err
		}
		if len(root) != common.HashLength || len(items) > 0 {
			return nil, errMalformed
		}
		hash := common.BytesToHash(root)
		payload.TrustedPreStateRoot = &hash
	}
	return payload, nil
}

// onlyList gives the content of the one list that bytes are.
func onlyList(bytes []byte) ([]byte, error) {
	content, rest, err := rlp.SplitList(bytes)
	if err == nil && len(rest) > 0 {
		err = errMalformed
	}
	return content, err
}

// splitListEncoding takes a list off the front, with its prefix.
func splitListEncoding(bytes []byte) (encoding, rest []byte, err error) {
	if _, rest, err = rlp.SplitList(bytes); err != nil {
		return nil, bytes, err
	}
	return bytes[:len(bytes)-len(rest)], rest, nil
}

// splitItems takes a list off the front and splits its items.
func splitItems(bytes []byte, split func([]byte) ([]byte, []byte, error)) (items [][]byte, rest []byte, err error) {
	content, rest, err := rlp.SplitList(bytes)
	for err == nil && len(content) > 0 {
		var item []byte
		if item, content, err = split(content); err == nil {
			items = append(items, item)
		}
	}
	return items, rest, err
}

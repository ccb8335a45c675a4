package main

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// BLOCKHASH reaches this many blocks back.
const blockHashReach = 256

// Ancestors are the headers of the witness that the block's parent hash proves.
type Ancestors struct {
	// The parent's header; nil if the witness lacks it.
	Parent      *types.Header
	blockNumber uint64
	// Nearest first.
	hashes []common.Hash
}

// NewAncestors follows parent hashes from the block as far as the headers reach. Other headers are ignored.
func NewAncestors(headers [][]byte, block *types.Header) (*Ancestors, *Refusal) {
	byHash := make(map[common.Hash][]byte, len(headers))
	for _, header := range headers {
		byHash[crypto.Keccak256Hash(header)] = header
	}
	ancestors := &Ancestors{blockNumber: block.Number.Uint64(), hashes: []common.Hash{block.ParentHash}}
	if encoding, present := byHash[block.ParentHash]; present {
		if ancestors.Parent = decodeHeader(encoding); ancestors.Parent == nil {
			return nil, refuse(HeaderInvalid, "the parent's header does not decode")
		}
	}
	for len(ancestors.hashes) < blockHashReach {
		encoding, present := byHash[ancestors.hashes[len(ancestors.hashes)-1]]
		if !present {
			break
		}
		items, err := onlyList(encoding)
		if err != nil {
			break
		}
		hash, _, err := rlp.SplitString(items)
		if err != nil || len(hash) != common.HashLength {
			break
		}
		ancestors.hashes = append(ancestors.hashes, common.BytesToHash(hash))
	}
	return ancestors, nil
}

// Hash of the block of this number, which must be one of the 256 before the current one.
func (ancestors *Ancestors) Hash(number uint64) (common.Hash, bool) {
	if number >= ancestors.blockNumber {
		return common.Hash{}, false
	}
	distance := ancestors.blockNumber - number - 1
	if distance >= uint64(len(ancestors.hashes)) {
		return common.Hash{}, false
	}
	return ancestors.hashes[distance], true
}

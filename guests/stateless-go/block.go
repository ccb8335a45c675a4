package main

import (
	"bytes"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
)

// Block holds a block's parts; transactions are not decoded yet.
type Block struct {
	Hash   common.Hash
	Header *types.Header
	// Each transaction as in its EIP-2718 encoding, which is what the transactions root holds.
	Transactions encodings
	HasOmmers    bool
	Withdrawals  types.Withdrawals
	// The RLP of each withdrawal.
	WithdrawalEncodings encodings
	// Length of the whole RLP.
	Size int
}

// DecodeBlock reads [header, transactions, ommers, withdrawals].
func DecodeBlock(encoding []byte) (*Block, *Refusal) {
	block := &Block{Size: len(encoding)}
	malformed := func(what string) (*Block, *Refusal) { return nil, refuse(BlockMalformed, "%s", what) }
	items, err := onlyList(encoding)
	if err != nil {
		return malformed("not a list")
	}
	header, items, err := splitListEncoding(items)
	if err != nil {
		return malformed("header")
	}
	block.Hash = crypto.Keccak256Hash(header)
	if block.Header = decodeHeader(header); block.Header == nil {
		return malformed("header")
	}

	list, items, err := rlp.SplitList(items)
	if err != nil {
		return malformed("transactions")
	}
	for len(list) > 0 {
		kind, content, rest, err := rlp.Split(list)
		if err != nil {
			return malformed("transactions")
		}
		switch {
		case kind == rlp.List:
			content = list[:len(list)-len(rest)]
		// A byte string holds a typed transaction; a legacy one may not be wrapped in one.
		case kind == rlp.Byte || len(content) == 0 || content[0] > 0x7f:
			return malformed("transactions")
		}
		block.Transactions = append(block.Transactions, content)
		list = rest
	}

	ommers, items, err := rlp.SplitList(items)
	if err != nil {
		return malformed("ommers")
	}
	block.HasOmmers = len(ommers) > 0

	withdrawals, items, err := splitItems(items, splitListEncoding)
	if err != nil {
		return malformed("withdrawals")
	}
	block.WithdrawalEncodings = withdrawals
	for _, encoding := range withdrawals {
		withdrawal := new(types.Withdrawal)
		if !decodesExactly(encoding, withdrawal) {
			return malformed("withdrawals")
		}
		block.Withdrawals = append(block.Withdrawals, withdrawal)
	}
	if len(items) > 0 {
		return malformed("more than four items")
	}
	return block, nil
}

// decodeHeader gives nil for anything that a header's hash does not bind, or that no header can say.
func decodeHeader(encoding []byte) *types.Header {
	header := new(types.Header)
	if !decodesExactly(encoding, header) || !header.Number.IsUint64() || header.Difficulty.BitLen() > 256 {
		return nil
	}
	if header.BaseFee != nil && !header.BaseFee.IsUint64() {
		return nil
	}
	return header
}

// decodesExactly decodes what the bytes are the only encoding of: nothing that was hashed may be read in a lenient way.
func decodesExactly(encoding []byte, value any) bool {
	if rlp.DecodeBytes(encoding, value) != nil {
		return false
	}
	again, err := rlp.EncodeToBytes(value)
	return err == nil && bytes.Equal(encoding, again)
}

// encodings is a list whose root is asked for, of items that are encoded already.
type encodings [][]byte

func (list encodings) Len() int { return len(list) }

func (list encodings) EncodeIndex(index int, buffer *bytes.Buffer) { buffer.Write(list[index]) }

// root is the root of the trie from indices to items.
func root(list types.DerivableList) common.Hash {
	return types.DeriveSha(list, trie.NewStackTrie(nil))
}

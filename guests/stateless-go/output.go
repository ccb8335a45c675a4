package main

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
)

const outputVersion = 1

// Verdict of a block.
type Verdict uint8

const (
	Invalid Verdict = iota
	Valid
	// ValidOnTrustedPreState: if the pre-state root, which no header proves, is what the caller trusts it to be.
	ValidOnTrustedPreState
)

// Output is the verdict and what it is about. Fields that were not reached are zero.
type Output struct {
	Verdict       Verdict
	BlockHash     common.Hash
	PreStateRoot  common.Hash
	PostStateRoot common.Hash
	ChainID       uint64
	Number        uint64
	GasUsed       uint64
	// Of an invalid block.
	Refusal *Refusal
}

// Encode gives the public output: a fixed head of 124 bytes, then the reason's detail to the end.
func (output *Output) Encode() []byte {
	bytes := []byte{outputVersion, byte(output.Verdict)}
	for _, hash := range []common.Hash{output.BlockHash, output.PreStateRoot, output.PostStateRoot} {
		bytes = append(bytes, hash[:]...)
	}
	for _, number := range []uint64{output.ChainID, output.Number, output.GasUsed} {
		bytes = binary.LittleEndian.AppendUint64(bytes, number)
	}
	if output.Refusal == nil {
		return binary.LittleEndian.AppendUint16(bytes, 0)
	}
	bytes = binary.LittleEndian.AppendUint16(bytes, uint16(output.Refusal.Reason))
	return append(bytes, output.Refusal.Detail...)
}

package main

import (
	"math"

	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/consensus/misc/eip4844"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

const (
	maxGasLimit = math.MaxInt64
	// Excess blob gas is judged up to this multiple of the update fraction. There one blob already costs more ether
	// than exists, and the price's series stays short.
	maxExcessFractions = 50
)

type rule struct {
	holds bool
	name  string
}

func firstBroken(rules []rule) *Refusal {
	for _, rule := range rules {
		if !rule.holds {
			return refuse(HeaderInvalid, "%s", rule.name)
		}
	}
	return nil
}

// checkHeader judges by rules that need no other header.
func checkHeader(header *types.Header, rules *Rules) *Refusal {
	cancun := rules.IsCancun
	refusal := firstBroken([]rule{
		{header.UncleHash == types.EmptyUncleHash, "ommers hash"},
		{header.Difficulty.Sign() == 0, "difficulty"},
		{header.Nonce == types.BlockNonce{}, "nonce"},
		{len(header.Extra) <= int(params.MaximumExtraDataSize), "extra data length"},
		{header.GasLimit >= params.MinGasLimit && header.GasLimit <= maxGasLimit, "gas limit range"},
		{header.GasUsed <= header.GasLimit, "gas used above the limit"},
		{header.BaseFee != nil, "base fee absent"},
		{header.WithdrawalsHash != nil, "withdrawals root absent"},
		{(header.BlobGasUsed != nil) == cancun, "blob gas used of another fork"},
		{(header.ExcessBlobGas != nil) == cancun, "excess blob gas of another fork"},
		{(header.ParentBeaconRoot != nil) == cancun, "parent beacon block root of another fork"},
		{(header.RequestsHash != nil) == rules.IsPrague, "requests hash of another fork"},
		{header.BlockAccessListHash == nil, "block access list hash of another fork"},
		{header.SlotNumber == nil, "slot number of another fork"},
	})
	if refusal != nil || rules.Blobs == nil {
		return refusal
	}
	used := *header.BlobGasUsed
	return firstBroken([]rule{
		{used%params.BlobTxBlobGasPerBlob == 0, "blob gas used is not whole blobs"},
		{used <= maxBlobGas(rules.Blobs), "blob gas used above the limit"},
		{excessInRange(*header.ExcessBlobGas, rules.Blobs), "excess blob gas range"},
	})
}

// checkAgainstParent judges a header and its parent, whose hash has been compared already.
func checkAgainstParent(config *params.ChainConfig, header, parent *types.Header, rules *Rules) *Refusal {
	difference := header.GasLimit - parent.GasLimit
	if parent.GasLimit > header.GasLimit {
		difference = parent.GasLimit - header.GasLimit
	}
	number := parent.Number.Uint64()
	refusal := firstBroken([]rule{
		{number != math.MaxUint64 && number+1 == header.Number.Uint64(), "number"},
		{header.Time > parent.Time, "timestamp"},
		{difference < parent.GasLimit/params.GasLimitBoundDivisor, "gas limit change"},
		// A parent within these ranges is what any valid one is; they keep the arithmetic from overflowing.
		{parent.GasLimit >= params.MinGasLimit && parent.GasLimit <= maxGasLimit, "parent's gas limit range"},
		{parent.GasUsed <= parent.GasLimit, "parent's gas used above the limit"},
		{parent.BaseFee != nil, "parent's base fee absent"},
		{parent.BaseFee != nil && parent.BaseFee.IsInt64(), "parent's base fee range"},
	})
	if refusal != nil {
		return refusal
	}
	if header.BaseFee.Cmp(eip1559.CalcBaseFee(config, parent)) != 0 {
		return refuse(HeaderInvalid, "base fee")
	}
	if rules.Blobs == nil {
		return nil
	}
	if (parent.ExcessBlobGas == nil) != (parent.BlobGasUsed == nil) {
		return refuse(HeaderInvalid, "parent's blob fields")
	}
	// The first block of Cancun has a parent without these fields: they count as 0.
	if parent.ExcessBlobGas != nil {
		refusal = firstBroken([]rule{
			{excessInRange(*parent.ExcessBlobGas, rules.Blobs), "excess blob gas range"},
			{*parent.BlobGasUsed <= math.MaxUint32, "parent's blob gas used range"},
		})
		if refusal != nil {
			return refusal
		}
	}
	if *header.ExcessBlobGas != eip4844.CalcExcessBlobGas(config, parent, header.Time) {
		return refuse(HeaderInvalid, "excess blob gas")
	}
	return nil
}

func maxBlobGas(blobs *params.BlobConfig) uint64 {
	return uint64(blobs.Max) * params.BlobTxBlobGasPerBlob
}

func excessInRange(excess uint64, blobs *params.BlobConfig) bool {
	return excess <= maxExcessFractions*blobs.UpdateFraction
}

package main

import (
	"github.com/ethereum/go-ethereum/core/types"
)

// Largest RLP of a block from Osaka on (EIP-7934).
const maxBlockSize = 8 * 1024 * 1024

// Validate judges a payload. Any input gives a verdict.
func Validate(input []byte) *Output {
	output := new(Output)
	payload, err := DecodePayload(input)
	if err != nil {
		output.Refusal = &Refusal{Reason: InputMalformed}
		return output
	}
	verdict, refusal := judge(payload, output)
	if refusal != nil {
		output.Refusal = refusal
	} else {
		output.Verdict = verdict
	}
	return output
}

// judge goes through the checks in the Rust guest's order, so that both name the same reason.
func judge(payload *Payload, output *Output) (verdict Verdict, refusal *Refusal) {
	output.ChainID = payload.ChainID
	block, refusal := DecodeBlock(payload.Block)
	if refusal != nil {
		return Invalid, refusal
	}
	header := block.Header
	output.BlockHash = block.Hash
	output.Number = header.Number.Uint64()

	config := chainConfig(payload.ChainID)
	if config == nil {
		return Invalid, refuse(UnsupportedChain, "%d", payload.ChainID)
	}
	rules := rulesAt(config, output.Number, header.Time)
	if rules == nil {
		return Invalid, refuse(UnsupportedFork, "before Shanghai")
	}
	if refusal := checkBody(block, rules); refusal != nil {
		return Invalid, refusal
	}
	if refusal := checkHeader(header, rules); refusal != nil {
		return Invalid, refusal
	}

	ancestors, refusal := NewAncestors(payload.Headers, header)
	if refusal != nil {
		return Invalid, refusal
	}
	switch {
	case ancestors.Parent != nil:
		if refusal := checkAgainstParent(config, header, ancestors.Parent, rules); refusal != nil {
			return Invalid, refusal
		}
		output.PreStateRoot, verdict = ancestors.Parent.Root, Valid
	case payload.TrustedPreStateRoot != nil:
		output.PreStateRoot, verdict = *payload.TrustedPreStateRoot, ValidOnTrustedPreState
	default:
		return Invalid, refuse(ParentHeaderMissing, "%s", header.ParentHash)
	}

	transactions, refusal := decodeTransactions(block.Transactions)
	if refusal != nil {
		return Invalid, refusal
	}
	witness := NewWitnessState(payload.State, payload.Codes, output.PreStateRoot)
	executed, refusal := execute(config, rules, block, transactions, witness, ancestors)
	if refusal != nil {
		return Invalid, refusal
	}
	output.GasUsed = executed.gasUsed
	if refusal := checkResults(block, rules, executed); refusal != nil {
		return Invalid, refusal
	}

	postRoot := executed.state.IntermediateRoot(rules.Rules)
	if refusal := witness.Refusal(); refusal != nil {
		return Invalid, refusal
	}
	if err := executed.state.Error(); err != nil {
		return Invalid, refuse(ExecutionFailed, "%s", err)
	}
	output.PostStateRoot = postRoot
	if header.Root != postRoot {
		return Invalid, mismatch(StateRootMismatch, header.Root, postRoot)
	}
	return verdict, nil
}

// checkBody compares the body with the header, before anything is executed.
func checkBody(block *Block, rules *Rules) *Refusal {
	if rules.IsOsaka && block.Size > maxBlockSize {
		return refuse(BlockMalformed, "larger than 8 MiB")
	}
	if block.HasOmmers {
		return &Refusal{Reason: OmmersNotEmpty}
	}
	header := block.Header
	if computed := root(block.Transactions); header.TxHash != computed {
		return mismatch(TransactionsRootMismatch, header.TxHash, computed)
	}
	computed := root(block.WithdrawalEncodings)
	if header.WithdrawalsHash == nil || *header.WithdrawalsHash != computed {
		return mismatch(WithdrawalsRootMismatch, header.WithdrawalsHash, computed)
	}
	return nil
}

// checkResults compares what execution gave with what the header says.
func checkResults(block *Block, rules *Rules, executed *Executed) *Refusal {
	header := block.Header
	if header.GasUsed != executed.gasUsed {
		return mismatch(GasUsedMismatch, header.GasUsed, executed.gasUsed)
	}
	if rules.IsCancun && *header.BlobGasUsed != executed.blobGasUsed {
		return mismatch(BlobGasMismatch, *header.BlobGasUsed, executed.blobGasUsed)
	}
	if computed := root(executed.receipts); header.ReceiptHash != computed {
		return mismatch(ReceiptsRootMismatch, header.ReceiptHash, computed)
	}
	if types.MergeBloom(executed.receipts) != header.Bloom {
		return &Refusal{Reason: LogsBloomMismatch}
	}
	if rules.IsPrague {
		if computed := types.CalcRequestsHash(executed.requests); *header.RequestsHash != computed {
			return mismatch(RequestsHashMismatch, *header.RequestsHash, computed)
		}
	}
	return nil
}

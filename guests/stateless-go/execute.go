package main

import (
	"context"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc/eip4844"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
)

// Executed is what a block has done.
type Executed struct {
	state       *state.StateDB
	receipts    types.Receipts
	gasUsed     uint64
	blobGasUsed uint64
	// nil before Prague.
	requests [][]byte
}

// decodeTransactions reads the EIP-2718 encodings of the block's transactions.
func decodeTransactions(encodings [][]byte) ([]*types.Transaction, *Refusal) {
	transactions := make([]*types.Transaction, len(encodings))
	for index, encoding := range encodings {
		transaction := new(types.Transaction)
		if err := transaction.UnmarshalBinary(encoding); err != nil {
			return nil, refuse(TransactionInvalid, "%d: %s", index, err)
		}
		// What is executed must be all of what was hashed.
		again, err := transaction.MarshalBinary()
		if err != nil || string(again) != string(encoding) || transaction.BlobTxSidecar() != nil {
			return nil, refuse(TransactionInvalid, "%d: not its only encoding", index)
		}
		transactions[index] = transaction
	}
	return transactions, nil
}

// execute runs a block: system calls, transactions, withdrawals, and the requests that follow from them.
func execute(config *params.ChainConfig, rules *Rules, block *Block, transactions []*types.Transaction, witness *WitnessState, ancestors *Ancestors) (*Executed, *Refusal) {
	db, err := state.New(witness.root, witness)
	if err != nil {
		return nil, refuse(ExecutionFailed, "%s", err)
	}
	header := block.Header
	evm := vm.NewEVM(blockContext(config, header, witness, ancestors), db, config, vm.Config{})
	evm.SetPrecompiles(precompiles(rules.Rules))
	defer evm.Release()
	// What cannot be read reads as absent, so a refusal by the state comes before any other.
	failure := func(otherwise *Refusal) *Refusal {
		if refusal := witness.Refusal(); refusal != nil {
			return refusal
		}
		if err := db.Error(); err != nil {
			return refuse(ExecutionFailed, "%s", err)
		}
		return otherwise
	}

	if header.ParentBeaconRoot != nil {
		core.ProcessBeaconBlockRoot(*header.ParentBeaconRoot, evm, nil)
	}
	if rules.IsPrague {
		core.ProcessParentBlockHash(header.ParentHash, evm, nil)
	}
	if refusal := failure(nil); refusal != nil {
		return nil, refusal
	}

	executed := &Executed{state: db, receipts: make(types.Receipts, 0, len(transactions))}
	pool := core.NewGasPool(header.GasLimit)
	signer := types.MakeSigner(config, header.Number, header.Time)
	var logs []*types.Log
	for index, transaction := range transactions {
		invalid := func(rule any) *Refusal { return refuse(TransactionInvalid, "%d: %v", index, rule) }
		if transaction.Gas() > header.GasLimit-pool.Used() {
			return nil, invalid("gas limit above what the block has left")
		}
		executed.blobGasUsed += transaction.BlobGas()
		if rules.Blobs != nil && executed.blobGasUsed > maxBlobGas(rules.Blobs) {
			return nil, invalid("more blobs than the block may have")
		}
		message, err := core.TransactionToMessage(transaction, signer, header.BaseFee)
		if err != nil {
			return nil, senderRefusal(index, err)
		}
		db.SetTxContext(transaction.Hash(), index, uint32(index+1))
		receipt, _, err := core.ApplyTransactionWithEVM(context.Background(), message, pool, db, header.Number, block.Hash, header.Time, transaction, evm)
		var otherwise *Refusal
		if err != nil {
			otherwise = invalid(err)
		}
		if refusal := failure(otherwise); refusal != nil {
			return nil, refusal
		}
		executed.receipts = append(executed.receipts, receipt)
		logs = append(logs, receipt.Logs...)
	}
	executed.gasUsed = pool.Used()

	executed.requests, _, err = core.PostExecution(context.Background(), config, header.Number, header.Time, logs, block.Withdrawals, evm, uint32(len(transactions)+1))
	var otherwise *Refusal
	if err != nil {
		otherwise = refuse(SystemCallFailed, "%s", err)
	}
	return executed, failure(otherwise)
}

func blockContext(config *params.ChainConfig, header *types.Header, witness *WitnessState, ancestors *Ancestors) vm.BlockContext {
	block := vm.BlockContext{
		CanTransfer: core.CanTransfer,
		Transfer:    core.Transfer,
		GetHash: func(number uint64) common.Hash {
			hash, present := ancestors.Hash(number)
			if !present {
				witness.fail(MissingAncestorHeader, "block %d", number)
			}
			return hash
		},
		Coinbase:         header.Coinbase,
		GasLimit:         header.GasLimit,
		BlockNumber:      header.Number,
		Time:             header.Time,
		Difficulty:       new(big.Int),
		BaseFee:          header.BaseFee,
		Random:           &header.MixDigest,
		CostPerStateByte: params.CostPerStateByte,
	}
	if header.ExcessBlobGas != nil {
		block.BlobBaseFee = eip4844.CalcBlobFee(config, header)
	}
	return block
}

// senderRefusal tells a signature that nobody can have made from a transaction that this block may not have.
func senderRefusal(index int, err error) *Refusal {
	switch {
	case errors.Is(err, types.ErrInvalidChainId), errors.Is(err, types.ErrTxTypeNotSupported):
		return refuse(TransactionInvalid, "%d: %s", index, err)
	case errors.Is(err, core.ErrFeeCapVeryHigh), errors.Is(err, core.ErrTipVeryHigh):
		return refuse(TransactionInvalid, "%d: %s", index, err)
	}
	// The curve's own errors have no names.
	return refuse(SignatureInvalid, "%d", index)
}

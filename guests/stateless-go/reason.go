package main

import "fmt"

// Reason is why a block is refused. The codes are one table with the host and the Rust guest.
type Reason uint16

const (
	InputMalformed Reason = iota + 1
	UnsupportedChain
	UnsupportedFork
	BlockMalformed
	ParentHeaderMissing
	HeaderInvalid
	TransactionsRootMismatch
	WithdrawalsRootMismatch
	OmmersNotEmpty
	SignatureInvalid
	TransactionInvalid
	MissingNode
	MissingCode
	GasUsedMismatch
	ReceiptsRootMismatch
	LogsBloomMismatch
	RequestsHashMismatch
	StateRootMismatch
	BlobGasMismatch
	MissingAncestorHeader
	ExecutionFailed
	NodeMalformed
	SystemCallFailed
)

// Refusal is a reason and what it is about.
type Refusal struct {
	Reason Reason
	// Text for people: a rule, a hash, an index.
	Detail string
}

func (refusal *Refusal) Error() string {
	return fmt.Sprintf("reason %d: %s", refusal.Reason, refusal.Detail)
}

func refuse(reason Reason, format string, arguments ...any) *Refusal {
	return &Refusal{reason, fmt.Sprintf(format, arguments...)}
}

func mismatch(reason Reason, header, computed any) *Refusal {
	return refuse(reason, "the header says %v, computed %v", header, computed)
}

package main

import (
	"errors"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/ethereum/go-ethereum/triedb/database"
)

// WitnessState is the state that a block starts from, read from the witness. go-ethereum's StateDB takes what it cannot
// read for absent and goes on; so the first thing that the witness does not prove is kept here, and ends the block.
type WitnessState struct {
	root     common.Hash
	nodes    map[common.Hash][]byte
	codes    map[common.Hash][]byte
	accounts *trie.StateTrie
	// Storage tries for reading, by address.
	storages map[common.Address]*trie.StateTrie
	// Storage tries are updated in goroutines of their own.
	lock    sync.Mutex
	refusal *Refusal
	// What is being read; nil while tries are changed.
	reading *read
}

// read is of an account, or of a slot of it.
type read struct {
	address common.Address
	slot    *common.Hash
}

func (read read) String() string {
	if read.slot == nil {
		return "account " + read.address.Hex()
	}
	return "slot " + read.slot.Hex() + " of " + read.address.Hex()
}

var (
	_ state.Database        = (*WitnessState)(nil)
	_ state.Reader          = (*WitnessState)(nil)
	_ database.NodeDatabase = (*WitnessState)(nil)
	_ database.NodeReader   = (*WitnessState)(nil)
)

func NewWitnessState(nodes, codes [][]byte, root common.Hash) *WitnessState {
	return &WitnessState{
		root:     root,
		nodes:    byHash(nodes),
		codes:    byHash(codes),
		storages: make(map[common.Address]*trie.StateTrie),
	}
}

func byHash(items [][]byte) map[common.Hash][]byte {
	hashed := make(map[common.Hash][]byte, len(items))
	hasher := crypto.NewKeccakState()
	for _, item := range items {
		hashed[crypto.HashData(hasher, item)] = item
	}
	return hashed
}

// Refusal is the first thing that was needed and is not proven.
func (witness *WitnessState) Refusal() *Refusal {
	witness.lock.Lock()
	defer witness.lock.Unlock()
	return witness.refusal
}

func (witness *WitnessState) fail(reason Reason, format string, arguments ...any) error {
	witness.lock.Lock()
	defer witness.lock.Unlock()
	refusal := refuse(reason, format, arguments...)
	if witness.refusal == nil {
		witness.refusal = refusal
	}
	return refusal
}

var errUnsupported = errors.New("not for a witness")

func (witness *WitnessState) Type() state.DatabaseType { return state.TypeMPT }

func (witness *WitnessState) Reader(common.Hash) (state.Reader, error) { return witness, nil }

func (witness *WitnessState) Iteratee(common.Hash) (state.Iteratee, error) {
	return nil, errUnsupported
}

func (witness *WitnessState) TrieDB() *triedb.Database { return nil }

func (witness *WitnessState) Commit(*state.StateUpdate) error { return errUnsupported }

func (witness *WitnessState) NodeReader(common.Hash) (database.NodeReader, error) {
	return witness, nil
}

// OpenTrie opens the account trie to be changed.
func (witness *WitnessState) OpenTrie(root common.Hash) (state.Trie, error) {
	tr, err := trie.NewStateTrie(trie.StateTrieID(root), witness)
	if err != nil {
		return nil, err
	}
	return tr, nil
}

// OpenStorageTrie opens a storage trie to be changed.
func (witness *WitnessState) OpenStorageTrie(stateRoot common.Hash, address common.Address, root common.Hash, _ state.Trie) (state.Trie, error) {
	tr, err := witness.storageTrie(address, root)
	if err != nil {
		return nil, err
	}
	return tr, nil
}

func (witness *WitnessState) storageTrie(address common.Address, root common.Hash) (*trie.StateTrie, error) {
	return trie.NewStateTrie(trie.StorageTrieID(witness.root, crypto.Keccak256Hash(address[:]), root), witness)
}

// Node is asked for each node that a trie comes to, for reading and for changing, and only for those.
func (witness *WitnessState) Node(owner common.Hash, path []byte, hash common.Hash) ([]byte, error) {
	node, present := witness.nodes[hash]
	if !present {
		return nil, witness.fail(MissingNode, "%s for %s", hash, witness.whatNeeds(owner))
	}
	if !isNode(node) {
		return nil, witness.fail(NodeMalformed, "%s for %s", hash, witness.whatNeeds(owner))
	}
	return node, nil
}

func (witness *WitnessState) whatNeeds(owner common.Hash) string {
	switch {
	case witness.reading != nil:
		return witness.reading.String()
	case owner == common.Hash{}:
		return "a change of the account trie"
	}
	return "a change of the storage of the account that hashes to " + owner.Hex()
}

// Account reads an account; nil if the trie proves that there is none.
func (witness *WitnessState) Account(address common.Address) (*types.StateAccount, error) {
	witness.reading = &read{address: address}
	defer func() { witness.reading = nil }()
	if witness.accounts == nil {
		accounts, err := trie.NewStateTrie(trie.StateTrieID(witness.root), witness)
		if err != nil {
			return nil, err
		}
		witness.accounts = accounts
	}
	account, err := witness.accounts.GetAccount(address)
	if err != nil {
		return nil, witness.fail(NodeMalformed, "account %s: %s", address, err)
	}
	if account != nil && len(account.CodeHash) != common.HashLength {
		return nil, witness.fail(NodeMalformed, "account %s: code hash", address)
	}
	return account, nil
}

// Storage reads a slot; zero if the trie proves that it is not set.
func (witness *WitnessState) Storage(address common.Address, slot common.Hash) (common.Hash, error) {
	storage, present := witness.storages[address]
	root := types.EmptyRootHash
	if !present {
		account, err := witness.Account(address)
		if err != nil {
			return common.Hash{}, err
		}
		if account != nil {
			root = account.Root
		}
	}
	witness.reading = &read{address, &slot}
	defer func() { witness.reading = nil }()
	if !present {
		var err error
		if storage, err = witness.storageTrie(address, root); err != nil {
			return common.Hash{}, err
		}
		witness.storages[address] = storage
	}
	value, err := storage.GetStorage(address, slot[:])
	if err != nil {
		return common.Hash{}, witness.fail(NodeMalformed, "slot %s of %s: %s", slot, address, err)
	}
	// A leaf holds an integer that is not 0, without leading zeros.
	if len(value) > common.HashLength || (len(value) > 0 && value[0] == 0) {
		return common.Hash{}, witness.fail(NodeMalformed, "slot %s of %s", slot, address)
	}
	return common.BytesToHash(value), nil
}

func (witness *WitnessState) Has(_ common.Address, hash common.Hash) bool {
	_, present := witness.codes[hash]
	return present
}

// Code is asked for by accounts whose code is not empty.
func (witness *WitnessState) Code(_ common.Address, hash common.Hash) []byte {
	code, present := witness.codes[hash]
	if !present {
		witness.fail(MissingCode, "%s", hash)
	}
	return code
}

func (witness *WitnessState) CodeSize(address common.Address, hash common.Hash) int {
	return len(witness.Code(address, hash))
}

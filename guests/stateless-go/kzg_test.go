package main

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto/kzg4844"
	"github.com/ethereum/go-ethereum/params"
)

// go-ethereum's own precompile, with its whole trusted setup, is the oracle.
func TestPointEvaluation(t *testing.T) {
	rules := params.Rules{IsCancun: true}
	theirs := vm.ActivePrecompiledContracts(rules)[pointEvaluationAddress]
	ours := precompiles(rules)[pointEvaluationAddress]
	if theirs == nil || ours == nil || ours.RequiredGas(nil) != theirs.RequiredGas(nil) {
		t.Fatal("not the same precompile")
	}
	var blob kzg4844.Blob
	blob[31], blob[63], blob[4095*32+31] = 1, 2, 3
	commitment, err := kzg4844.BlobToCommitment(&blob)
	if err != nil {
		t.Fatal(err)
	}
	point := kzg4844.Point{31: 77}
	proof, claim, err := kzg4844.ComputeProof(&blob, point)
	if err != nil {
		t.Fatal(err)
	}
	hash := kzg4844.CalcBlobHashV1(sha256.New(), &commitment)
	valid := bytes.Join([][]byte{hash[:], point[:], claim[:], commitment[:], proof[:]}, nil)
	infinity := kzg4844.Commitment{0: 0xc0}
	infinityHash := kzg4844.CalcBlobHashV1(sha256.New(), &infinity)
	inputs := [][]byte{
		valid,
		valid[:191],
		append(bytes.Clone(valid), 0),
		bytes.Join([][]byte{infinityHash[:], point[:], make([]byte, 32), infinity[:], infinity[:]}, nil),
		bytes.Join([][]byte{infinityHash[:], point[:], claim[:], infinity[:], infinity[:]}, nil),
	}
	for _, position := range []int{0, 31, 32, 63, 64, 95, 96, 143, 144, 191} {
		for _, bit := range []byte{1, 0x20, 0x40, 0x80} {
			changed := bytes.Clone(valid)
			changed[position] ^= bit
			if position >= 96 && position < 144 {
				commitment := kzg4844.Commitment(changed[96:144])
				hash := kzg4844.CalcBlobHashV1(sha256.New(), &commitment)
				copy(changed, hash[:])
			}
			inputs = append(inputs, changed)
		}
	}
	accepted := 0
	for _, input := range inputs {
		expected, theirError := theirs.Run(input)
		result, err := ours.Run(input)
		if (err == nil) != (theirError == nil) || !bytes.Equal(result, expected) {
			t.Errorf("%x: %v and %v", input, err, theirError)
		}
		if err == nil {
			accepted++
		}
	}
	if accepted != 2 {
		t.Errorf("%d accepted", accepted)
	}
}

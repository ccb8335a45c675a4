package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/big"

	bls "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto/kzg4844"
	"github.com/ethereum/go-ethereum/params"
)

const kzgInputLength = 192

// pointEvaluationAddress is the precompile of EIP-4844.
var pointEvaluationAddress = common.BytesToAddress([]byte{0x0a})

// secretG2 is the second monomial of the trusted setup in G2, compressed.
const secretG2 = "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2"

// pointEvaluation is go-ethereum's precompile but for how a proof is checked. Theirs first reads the whole trusted setup
// and checks that its 4161 points are of the right order: 49 billion instructions, for which one of the points is enough.
type pointEvaluation struct{ vm.PrecompiledContract }

// precompiles of a fork, with the point evaluation replaced.
func precompiles(rules params.Rules) vm.PrecompiledContracts {
	contracts := vm.ActivePrecompiledContracts(rules)
	if original, present := contracts[pointEvaluationAddress]; present {
		contracts[pointEvaluationAddress] = &pointEvaluation{original}
	}
	return contracts
}

func (*pointEvaluation) Run(input []byte) ([]byte, error) {
	if len(input) != kzgInputLength {
		return nil, errors.New("invalid input length")
	}
	commitment := kzg4844.Commitment(input[96:144])
	hash := kzg4844.CalcBlobHashV1(sha256.New(), &commitment)
	if string(hash[:]) != string(input[:32]) {
		return nil, errors.New("mismatched versioned hash")
	}
	if err := verifyProof(commitment[:], input[32:64], input[64:96], input[144:192]); err != nil {
		return nil, err
	}
	// FIELD_ELEMENTS_PER_BLOB and BLS_MODULUS.
	result := make([]byte, 64)
	big.NewInt(4096).FillBytes(result[:32])
	fr.Modulus().FillBytes(result[32:])
	return result, nil
}

// verifyProof checks that the committed polynomial has the claimed value at the point:
// e(commitment - claim*G1, -G2) * e(proof, secret*G2 - point*G2) = 1.
func verifyProof(commitment, point, claim, proof []byte) error {
	var committed, proven bls.G1Affine
	if _, err := committed.SetBytes(commitment); err != nil {
		return err
	}
	if _, err := proven.SetBytes(proof); err != nil {
		return err
	}
	var z, y fr.Element
	if err := z.SetBytesCanonical(point); err != nil {
		return err
	}
	if err := y.SetBytesCanonical(claim); err != nil {
		return err
	}
	_, _, g1, g2 := bls.Generators()
	var secret, negatedG2, shifted bls.G2Affine
	encoded, err := hex.DecodeString(secretG2)
	if err != nil {
		return err
	}
	if _, err := secret.SetBytes(encoded); err != nil {
		return err
	}
	var value bls.G1Affine
	value.ScalarMultiplication(&g1, y.BigInt(new(big.Int)))
	committed.Sub(&committed, &value)
	shifted.ScalarMultiplication(&g2, z.BigInt(new(big.Int)))
	shifted.Sub(&secret, &shifted)
	negatedG2.Neg(&g2)
	holds, err := bls.PairingCheck([]bls.G1Affine{committed, proven}, []bls.G2Affine{negatedG2, shifted})
	if err != nil {
		return err
	}
	if !holds {
		return errors.New("the proof does not hold")
	}
	return nil
}

package main

import (
	"math/big"

	"github.com/ethereum/go-ethereum/params"
)

// chainConfig is the configuration of a supported network; nil for others. Forks after BPO2 are not supported, whatever
// go-ethereum plans for the network.
func chainConfig(id uint64) *params.ChainConfig {
	var config params.ChainConfig
	switch id {
	case 1:
		config = *params.MainnetChainConfig
	case 11155111:
		config = *params.SepoliaChainConfig
	case 560048:
		config = *params.HoodiChainConfig
	case 1337:
		// geth --dev: every fork from genesis, the blob schedule of Prague, no deposit contract.
		config = *params.AllDevChainProtocolChanges
	default:
		return nil
	}
	config.BPO3Time, config.BPO4Time, config.BPO5Time = nil, nil, nil
	config.AmsterdamTime, config.BogotaTime, config.UBTTime = nil, nil, nil
	// All of these networks have merged before their first block that is supported.
	config.TerminalTotalDifficulty = new(big.Int)
	return &config
}

// Rules are what changes with the forks.
type Rules struct {
	params.Rules
	// nil before Cancun.
	Blobs *params.BlobConfig
}

// rulesAt gives the rules of the block with this number and time; nil before Shanghai.
func rulesAt(config *params.ChainConfig, number, time uint64) *Rules {
	rules := &Rules{Rules: config.Rules(new(big.Int).SetUint64(number), true, time)}
	if !rules.IsShanghai {
		return nil
	}
	london, schedule := config.LondonBlock, config.BlobScheduleConfig
	switch {
	case config.IsBPO2(london, time) && schedule.BPO2 != nil:
		rules.Blobs = schedule.BPO2
	case config.IsBPO1(london, time) && schedule.BPO1 != nil:
		rules.Blobs = schedule.BPO1
	case rules.IsPrague:
		rules.Blobs = schedule.Prague
	case rules.IsCancun:
		rules.Blobs = schedule.Cancun
	}
	return rules
}

// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// Pays each leaf (index, holder, amount) of a Merkle tree once. Pairs are hashed smaller first.
contract Claims {
    Token public immutable token;
    bytes32 public immutable root;
    mapping(uint256 => uint256) private claimed;

    error Claimed(uint256 index);
    error BadProof();

    constructor(Token token_, bytes32 root_) {
        token = token_;
        root = root_;
    }

    function claim(uint256 index, uint256 amount, bytes32[] calldata proof) external {
        uint256 bit = 1 << (index & 255);
        if (claimed[index >> 8] & bit != 0) revert Claimed(index);
        bytes32 node = keccak256(abi.encode(index, msg.sender, amount));
        for (uint256 i = 0; i < proof.length; i++) {
            bytes32 other = proof[i];
            node = node < other ? keccak256(abi.encode(node, other)) : keccak256(abi.encode(other, node));
        }
        if (node != root) revert BadProof();
        claimed[index >> 8] |= bit;
        token.transfer(msg.sender, amount);
    }
}

// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Pair} from "./Pair.sol";
import {Token} from "./Token.sol";

/// Lives inside one transaction (EIP-6780 still removes a contract that was created in it).
contract Courier {
    constructor(address payable to) payable {
        selfdestruct(to);
    }
}

/// Makes markets at addresses known beforehand (CREATE2).
contract Factory {
    mapping(Token => mapping(Token => Pair)) public pairOf;

    event Created(Token indexed token0, Token indexed token1, Pair pair);

    function create(Token token0, Token token1) external returns (Pair pair) {
        pair = new Pair{salt: keccak256(abi.encode(token0, token1))}(token0, token1);
        pairOf[token0][token1] = pair;
        emit Created(token0, token1, pair);
    }

    /// Hands on the value through a contract that is gone afterwards.
    function courier(address payable to) external payable {
        new Courier{value: msg.value}(to);
    }
}

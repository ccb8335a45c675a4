// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// A constant-product market of two tokens with a fee of 0.3 %.
contract Pair {
    Token public immutable token0;
    Token public immutable token1;

    uint128 public reserve0;
    uint128 public reserve1;
    uint256 public totalShares;
    mapping(address => uint256) public shares;

    bool private transient entered;

    event Added(address indexed provider, uint256 amount0, uint256 amount1, uint256 shares);
    event Removed(address indexed provider, uint256 amount0, uint256 amount1, uint256 shares);
    event Swapped(address indexed trader, bool zeroForOne, uint256 amountIn, uint256 amountOut);

    error Reentered();
    error TooLittle(uint256 amountOut, uint256 minimum);

    modifier once() {
        if (entered) revert Reentered();
        entered = true;
        _;
        entered = false;
    }

    constructor(Token token0_, Token token1_) {
        token0 = token0_;
        token1 = token1_;
    }

    function add(uint256 amount0, uint256 amount1) external once returns (uint256 minted) {
        uint256 total = totalShares;
        if (total == 0) {
            minted = sqrt(amount0 * amount1);
        } else {
            uint256 by0 = amount0 * total / reserve0;
            uint256 by1 = amount1 * total / reserve1;
            minted = by0 < by1 ? by0 : by1;
        }
        totalShares = total + minted;
        shares[msg.sender] += minted;
        token0.transferFrom(msg.sender, address(this), amount0);
        token1.transferFrom(msg.sender, address(this), amount1);
        sync();
        emit Added(msg.sender, amount0, amount1, minted);
    }

    function remove(uint256 burnt) external once returns (uint256 amount0, uint256 amount1) {
        uint256 total = totalShares;
        amount0 = burnt * reserve0 / total;
        amount1 = burnt * reserve1 / total;
        shares[msg.sender] -= burnt;
        totalShares = total - burnt;
        token0.transfer(msg.sender, amount0);
        token1.transfer(msg.sender, amount1);
        sync();
        emit Removed(msg.sender, amount0, amount1, burnt);
    }

    function swap(bool zeroForOne, uint256 amountIn, uint256 minimum) external once returns (uint256 amountOut) {
        (Token tokenIn, Token tokenOut) = zeroForOne ? (token0, token1) : (token1, token0);
        (uint256 reserveIn, uint256 reserveOut) = zeroForOne ? (reserve0, reserve1) : (reserve1, reserve0);
        uint256 afterFee = amountIn * 997;
        amountOut = afterFee * reserveOut / (reserveIn * 1000 + afterFee);
        if (amountOut < minimum) revert TooLittle(amountOut, minimum);
        tokenIn.transferFrom(msg.sender, address(this), amountIn);
        tokenOut.transfer(msg.sender, amountOut);
        sync();
        emit Swapped(msg.sender, zeroForOne, amountIn, amountOut);
    }

    function sync() private {
        reserve0 = uint128(token0.balanceOf(address(this)));
        reserve1 = uint128(token1.balanceOf(address(this)));
    }

    /// Newton's method from a power of two at or above the root; CLZ (EIP-7939) finds that power.
    function sqrt(uint256 x) private pure returns (uint256 root) {
        if (x == 0) return 0;
        uint256 zeros;
        assembly {
            zeros := clz(x)
        }
        root = 1 << ((257 - zeros) / 2);
        while (true) {
            uint256 next = (root + x / root) / 2;
            if (next >= root) return root;
            root = next;
        }
    }
}

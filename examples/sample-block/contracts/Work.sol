// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// Things that cost gas rather than state: sorting, drawing, hashing, and every precompile.
contract Work {
    bytes32 public last;

    error NotSorted(uint256 index);
    error Wrong(address precompile, bytes32 expected, bytes32 got);

    /// Sorts `count` pseudo-random words by insertion and keeps the hash of the result.
    function sort(uint256 count, uint256 seed) external {
        uint256[] memory words = new uint256[](count);
        for (uint256 i = 0; i < count; i++) words[i] = uint256(keccak256(abi.encode(seed, i)));
        for (uint256 i = 1; i < count; i++) {
            uint256 word = words[i];
            uint256 j = i;
            for (; j > 0 && words[j - 1] > word; j--) words[j] = words[j - 1];
            words[j] = word;
        }
        for (uint256 i = 1; i < count; i++) if (words[i - 1] > words[i]) revert NotSorted(i);
        last = keccak256(abi.encode(words));
    }

    /// The Mandelbrot set on a grid of `width` by `height` points in 64.64 fixed point, hashed.
    function draw(uint256 width, uint256 height, uint256 limit) external {
        bytes memory picture = new bytes(width * height);
        for (uint256 row = 0; row < height; row++) {
            int256 ci = int256((row << 65) / height) - (1 << 64);
            for (uint256 column = 0; column < width; column++) {
                int256 cr = int256((3 * column << 64) / width) - (2 << 64);
                picture[row * width + column] = bytes1(uint8(escape(cr, ci, limit)));
            }
        }
        last = keccak256(picture);
    }

    function escape(int256 cr, int256 ci, uint256 limit) private pure returns (uint256 steps) {
        unchecked {
            int256 zr = 0;
            int256 zi = 0;
            for (; steps < limit; steps++) {
                int256 rr = (zr * zr) >> 64;
                int256 ii = (zi * zi) >> 64;
                if (rr + ii > (4 << 64)) return steps;
                zi = ((zr * zi) >> 63) + ci;
                zr = rr - ii + cr;
            }
        }
    }

    /// The root of a Merkle tree over 2^depth counted leaves.
    function tree(uint256 depth) external {
        uint256 count = 1 << depth;
        bytes32[] memory nodes = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) nodes[i] = keccak256(abi.encode(i));
        for (; count > 1; count >>= 1) {
            for (uint256 i = 0; i < count; i += 2) nodes[i >> 1] = keccak256(abi.encode(nodes[i], nodes[i + 1]));
        }
        last = nodes[0];
    }

    /// Calls each precompile and compares the hash of its answer.
    function check(address[] calldata precompiles, bytes[] calldata inputs, bytes32[] calldata expected) external {
        for (uint256 i = 0; i < precompiles.length; i++) {
            (bool ok, bytes memory answer) = precompiles[i].staticcall(inputs[i]);
            bytes32 got = ok ? keccak256(answer) : bytes32(0);
            if (got != expected[i]) revert Wrong(precompiles[i], expected[i], got);
        }
        last = keccak256(abi.encode(expected));
    }
}

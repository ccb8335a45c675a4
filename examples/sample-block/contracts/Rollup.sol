// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// Accepts a batch whose data is a blob, with one opened point of it (EIP-4844).
contract Rollup {
    uint256 public batches;
    mapping(uint256 => bytes32) public blobOf;
    mapping(uint256 => bytes32) public valueOf;

    event Batch(uint256 indexed number, bytes32 blob, bytes32 value, uint256 blobBaseFee);

    error NoBlob();
    error BadOpening();

    /// z, y, commitment and proof as the point evaluation precompile takes them; the first blob of the transaction.
    function submit(bytes32 z, bytes32 y, bytes calldata commitment, bytes calldata proof) external {
        bytes32 blob = blobhash(0);
        if (blob == 0) revert NoBlob();
        (bool ok, bytes memory answer) = address(0x0a).staticcall(bytes.concat(blob, z, y, commitment, proof));
        if (!ok || answer.length != 64) revert BadOpening();
        uint256 number = batches++;
        blobOf[number] = blob;
        valueOf[number] = y;
        emit Batch(number, blob, y, block.blobbasefee);
    }
}

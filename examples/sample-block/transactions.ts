import type { AccessList, Address, Hex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { type Blob, withBlobs } from './blobs.ts';
import { CHAIN_ID } from './genesis.ts';

const GWEI = 10n ** 9n;
const MAX_FEE = 20n * GWEI;
/** Wei by which a transaction's tip exceeds the next one's; the miner takes higher tips first. */
const TIP_STEP = GWEI / 50n;

/** A transaction to be, without what its place in the block decides (nonce and fees). */
export interface Intent {
  what: string;
  from: PrivateKeyAccount;
  /** Default: 2. 155 is a legacy transaction with a chain id, 0 one without. */
  kind?: 0 | 155 | 1 | 2 | 3 | 4;
  /** Absent: a contract is created. */
  to?: Address;
  data?: Hex;
  value?: bigint;
  /** Default: 300,000. */
  gas?: bigint;
  /** The transaction is meant to have status 0. */
  fails?: true;
  accessList?: AccessList;
  blobs?: readonly Blob[];
  delegations?: readonly Delegation[];
}

/** An authorization tuple of EIP-7702. */
export interface Delegation {
  authority: PrivateKeyAccount;
  /** Whose code the authority runs; the zero address ends a delegation. */
  code: Address;
  /** Default: the dev chain's. */
  chainId?: number;
  /** Added to the authority's nonce; any but the right one makes the tuple void. */
  nonceOffset?: number;
}

/** Counts the nonces of all accounts. */
export type Nonces = Map<Address, number>;

function takeNonce(nonces: Nonces, account: PrivateKeyAccount): number {
  const nonce = nonces.get(account.address) ?? 0;
  nonces.set(account.address, nonce + 1);
  return nonce;
}

/** Signs the transactions so that a miner includes them in this order. `baseFee`: of the block to come, in wei. */
export async function signAll(
  intents: readonly Intent[],
  nonces: Nonces,
  baseFee: bigint,
): Promise<Hex[]> {
  const signed: Hex[] = [];
  for (const [i, intent] of intents.entries()) {
    signed.push(await sign(intent, nonces, baseFee, BigInt(intents.length - i) * TIP_STEP));
  }
  return signed;
}

async function sign(intent: Intent, nonces: Nonces, baseFee: bigint, tip: bigint): Promise<Hex> {
  const { from, kind = 2, accessList = [], delegations = [], blobs = [] } = intent;
  const common = {
    nonce: takeNonce(nonces, from),
    gas: intent.gas ?? 300_000n,
    value: intent.value ?? 0n,
    to: intent.to ?? null,
    ...(intent.data && { data: intent.data }),
  };
  const chainId = CHAIN_ID;
  const fixed = { gasPrice: baseFee + tip };
  const capped = { maxFeePerGas: MAX_FEE, maxPriorityFeePerGas: tip, accessList };
  switch (kind) {
    case 0:
      return from.signTransaction({ type: 'legacy', ...common, ...fixed });
    case 155:
      return from.signTransaction({ type: 'legacy', chainId, ...common, ...fixed });
    case 1:
      return from.signTransaction({ type: 'eip2930', chainId, ...common, ...fixed, accessList });
    case 2:
      return from.signTransaction({ type: 'eip1559', chainId, ...common, ...capped });
    case 3: {
      const blobVersionedHashes = blobs.map(({ versionedHash }) => versionedHash);
      const fees = { ...capped, maxFeePerBlobGas: GWEI, blobVersionedHashes };
      return withBlobs(
        await from.signTransaction({ type: 'eip4844', chainId, ...common, ...fees }),
        blobs,
      );
    }
    case 4: {
      const authorizationList = [];
      for (const delegation of delegations)
        authorizationList.push(await authorize(delegation, nonces));
      return from.signTransaction({
        type: 'eip7702',
        chainId,
        ...common,
        ...capped,
        authorizationList,
      });
    }
  }
}

function authorize(
  { authority, code, chainId = CHAIN_ID, nonceOffset = 0 }: Delegation,
  nonces: Nonces,
) {
  const isValid = (chainId === CHAIN_ID || chainId === 0) && nonceOffset === 0;
  const nonce = isValid
    ? takeNonce(nonces, authority)
    : (nonces.get(authority.address) ?? 0) + nonceOffset;
  return authority.signAuthorization({ address: code, chainId, nonce });
}

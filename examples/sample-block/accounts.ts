import { type Address, keccak256, toHex } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

// The keys are hashes of public names, so that everybody gets the same block. Never fund them elsewhere.
function account(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(toHex(`hart sample block: account ${name}`)));
}

/** Deploys the contracts and mints the tokens. */
export const minter = account('minter');
/** Trade, transfer, claim: the ordinary users. */
export const traders: readonly PrivateKeyAccount[] = Array.from({ length: 8 }, (_, i) =>
  account(`trader ${i}`),
);
/** Sends blobs. geth's pools take either blobs or other transactions from one account, never both. */
export const sequencer = account('sequencer');
/** Delegates its account to the wallet's code and uses it in the same transaction. */
export const nomad = account('nomad');
/** Delegated its account in an earlier block. */
export const settler = account('settler');
/** Delegated its account in an earlier block and takes that back. */
export const ward = account('ward');
/** Owns nothing; delegates all the same. */
export const pauper = account('pauper');
/** Pays for the transaction that carries the authorizations of others. */
export const sponsor = account('sponsor');

/** Everybody who holds ether from the start. */
export const FUNDED: readonly Address[] = [
  minter,
  ...traders,
  sequencer,
  nomad,
  settler,
  ward,
  sponsor,
].map(({ address }) => address);

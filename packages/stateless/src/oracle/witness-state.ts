import type { AccountFields, StateManagerInterface } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import {
  Account,
  type Address,
  createAccountFromRLP,
  createAddressFromString,
  equalsBytes,
  KECCAK256_NULL,
  KECCAK256_RLP,
} from '@ethereumjs/util';
import { fromHex, type Hex, toHex } from '../internal/hex.ts';
import { keccak } from '../internal/keccak.ts';
import { Refusal } from './refusal.ts';
import { createStrictTrie } from './strict-trie.ts';
import type { WitnessStore } from './witness-store.ts';

/** The caller of the protocol's own calls (EIP-4788, EIP-7002): it has no account to speak of. */
const SYSTEM_ADDRESS: Hex = `0x${'f'.repeat(39)}e`;

/** Storage values without leading zeros, by slot. */
type Slots = Map<Hex, Uint8Array>;

/** One contract's storage as the block has changed it. */
interface StorageChanges {
  /** The account was deleted or created anew: nothing of the old storage is there. */
  readonly wiped: boolean;
  readonly written: Slots;
}

/** EthereumJS' state over a witness. */
export interface WitnessState extends StateManagerInterface {
  /**
   * Whether a transaction is running. Outside of one, the system address is not read: most
   * witnesses do not prove it, and the system calls leave it as it is.
   */
  inTransaction: boolean;
}

/**
 * A state that reads from a witness and keeps all writes in memory until `getStateRoot`, which
 * applies them to the tries once, insertions and updates before deletions: another order, or writing
 * through at once as the library's own state manager does, collapses branches whose remaining child
 * no witness contains.
 */
export function createWitnessState(store: WitnessStore, preStateRoot: Uint8Array): WitnessState {
  const accountTrie = createStrictTrie(store, preStateRoot);
  const preState = new Map<Hex, Account | undefined>();
  const preStorage = new Map<Hex, Slots>();
  const accounts = new Map<Hex, Account | undefined>();
  const storage = new Map<Hex, StorageChanges>();
  const originals = new Map<string, Uint8Array>();
  /** How to take back each write, newest last; a checkpoint is a length of this list. */
  const undoLog: (() => void)[] = [];
  const checkpoints: number[] = [];

  function write<Value>(map: Map<Hex, Value>, key: Hex, value: Value): void {
    const had = map.has(key);
    const old = map.get(key) as Value;
    undoLog.push(() => (had ? map.set(key, old) : map.delete(key)));
    map.set(key, value);
  }

  async function accountBefore(address: Address): Promise<Account | undefined> {
    const key = address.toString();
    if (!preState.has(key)) {
      store.lookingFor(`account ${key}`);
      const rlp = await accountTrie.get(address.bytes);
      preState.set(key, rlp === null ? undefined : decodeAccount(rlp, key));
    }
    return preState.get(key);
  }

  const isHidden = (address: Address): boolean =>
    !state.inTransaction && address.toString() === SYSTEM_ADDRESS;

  function changesOf(address: Address): StorageChanges {
    return getOrAdd(storage, address.toString(), () => ({ wiped: false, written: new Map() }));
  }

  async function slotBefore(address: Address, slot: Uint8Array): Promise<Uint8Array> {
    const known = getOrAdd(preStorage, address.toString(), () => new Map());
    const key = toHex(slot);
    const value = known.get(key) ?? (await readSlot(address, slot));
    known.set(key, value);
    return value;
  }

  async function readSlot(address: Address, slot: Uint8Array): Promise<Uint8Array> {
    const trie = await storageTrieOf(address, false);
    store.lookingFor(`storage ${toHex(slot)} of account ${address}`);
    const rlp = await trie.get(slot);
    return rlp === null ? new Uint8Array(0) : decodeSlot(rlp, address);
  }

  async function storageTrieOf(address: Address, wiped: boolean) {
    const before = wiped ? undefined : await accountBefore(address);
    return createStrictTrie(store, before?.storageRoot ?? KECCAK256_RLP);
  }

  const state: WitnessState = {
    inTransaction: false,

    async getAccount(address) {
      const key = address.toString();
      // Callers change the account that they get, and may then not put it back: give a copy.
      if (accounts.has(key)) return copyAccount(accounts.get(key));
      return isHidden(address) ? undefined : copyAccount(await accountBefore(address));
    },
    async putAccount(address, account) {
      if (isHidden(address)) return;
      if (account === undefined) return state.deleteAccount(address);
      write(accounts, address.toString(), copyAccount(account));
    },
    async deleteAccount(address) {
      if (isHidden(address)) return;
      write(accounts, address.toString(), undefined);
      await state.clearStorage(address);
    },
    async modifyAccountFields(address, fields: AccountFields) {
      const account = (await state.getAccount(address)) ?? new Account();
      await state.putAccount(address, Object.assign(account, fields));
    },

    async putCode(address, code) {
      const codeHash = keccak(code);
      store.putCode(toHex(codeHash), code);
      await state.modifyAccountFields(address, { codeHash });
    },
    async getCode(address) {
      const account = await state.getAccount(address);
      if (account === undefined || equalsBytes(account.codeHash, KECCAK256_NULL)) {
        return new Uint8Array(0);
      }
      return store.code(toHex(account.codeHash));
    },
    async getCodeSize(address) {
      return (await state.getCode(address)).length;
    },

    async getStorage(address, slot) {
      const { wiped, written } = changesOf(address);
      const value = written.get(toHex(slot));
      return value ?? (wiped ? new Uint8Array(0) : slotBefore(address, slot));
    },
    async putStorage(address, slot, value) {
      write(changesOf(address).written, toHex(slot), withoutLeadingZeros(value));
    },
    async clearStorage(address) {
      write(storage, address.toString(), { wiped: true, written: new Map() });
    },
    originalStorageCache: {
      async get(address, slot) {
        const key = `${address}${toHex(slot)}`;
        const value = originals.get(key) ?? (await state.getStorage(address, slot));
        originals.set(key, value);
        return value;
      },
      clear: () => originals.clear(),
    },

    async checkpoint() {
      checkpoints.push(undoLog.length);
    },
    async commit() {
      checkpoints.pop();
    },
    async revert() {
      const length = checkpoints.pop() ?? 0;
      while (undoLog.length > length) undoLog.pop()?.();
    },

    async getStateRoot() {
      const removed: Hex[] = [];
      for (const key of new Set([...accounts.keys(), ...storage.keys()])) {
        const address = createAddressFromString(key);
        const account = await state.getAccount(address);
        if (account === undefined) {
          if (accounts.has(key)) removed.push(key);
          continue;
        }
        account.storageRoot = await storageRootAfter(address);
        const before = await accountBefore(address);
        if (before !== undefined && equalsBytes(before.serialize(), account.serialize())) continue;
        store.lookingFor(`account ${key}`);
        await accountTrie.put(address.bytes, account.serialize());
      }
      for (const key of removed) {
        store.lookingFor(`removal of account ${key}`);
        await accountTrie.del(fromHex(key) as Uint8Array);
      }
      return accountTrie.root();
    },
    async setStateRoot() {
      throw new Error('the root of a witness cannot be changed');
    },
    async hasStateRoot(root) {
      return equalsBytes(root, preStateRoot);
    },
    clearCaches() {},
    shallowCopy() {
      throw new Error('the state of a witness cannot be copied');
    },
  };

  async function storageRootAfter(address: Address): Promise<Uint8Array> {
    const { wiped, written } = changesOf(address);
    const trie = await storageTrieOf(address, wiped);
    const removed: Uint8Array[] = [];
    for (const [key, value] of written) {
      const slot = fromHex(key) as Uint8Array;
      const before = wiped ? undefined : preStorage.get(address.toString())?.get(key);
      if (before !== undefined && equalsBytes(before, value)) continue;
      store.lookingFor(`storage ${key} of account ${address}`);
      if (value.length === 0) removed.push(slot);
      else await trie.put(slot, RLP.encode(value));
    }
    for (const slot of removed) {
      store.lookingFor(`removal of storage ${toHex(slot)} of account ${address}`);
      await trie.del(slot);
    }
    return trie.root();
  }

  return state;
}

function decodeAccount(rlp: Uint8Array, address: Hex): Account {
  try {
    return createAccountFromRLP(rlp);
  } catch (cause) {
    throw new Refusal('node-malformed', `the leaf of account ${address}`, { cause });
  }
}

function decodeSlot(rlp: Uint8Array, address: Address): Uint8Array {
  const value = RLP.decode(rlp);
  if (value instanceof Uint8Array && value.length > 0 && value.length <= 32) return value;
  throw new Refusal('node-malformed', `a storage leaf of account ${address}`);
}

function copyAccount(account: Account): Account;
function copyAccount(account: Account | undefined): Account | undefined;
function copyAccount(account: Account | undefined): Account | undefined {
  if (account === undefined) return undefined;
  return new Account(account.nonce, account.balance, account.storageRoot, account.codeHash);
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}

function withoutLeadingZeros(value: Uint8Array): Uint8Array {
  const start = value.findIndex((byte) => byte !== 0);
  return start === -1 ? new Uint8Array(0) : value.slice(start);
}

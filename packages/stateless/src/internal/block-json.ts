import { headerFromJson } from './header-json.ts';
import { fromFixedHex, fromHex, fromQuantity, type Hex } from './hex.ts';
import { keccakHex } from './keccak.ts';
import { encodeRlp, integerToBytes, joinRlpList, type RlpValue } from './rlp.ts';

/**
 * Thrown inside this file only: which part of the JSON is not understood. `blockFromJson` turns it
 * into a value.
 */
class Problem extends Error {}

type Json = Record<string, unknown>;
type Reader = (json: Json, field: string) => RlpValue;

const quantity: Reader = (json, field) => {
  const value = fromQuantity(json[field]);
  if (value === undefined) throw new Problem(`${field} is missing or no quantity`);
  return integerToBytes(value);
};
const bytes: Reader = (json, field) =>
  fromHex(json[field]) ?? fail(`${field} is missing or no hex`);
const address: Reader = (json, field) =>
  fromFixedHex(json[field], 20) ?? fail(`${field} is missing or no address`);
/** Empty for a transaction that creates a contract. */
const recipient: Reader = (json, field) =>
  json[field] === null || json[field] === undefined ? new Uint8Array(0) : address(json, field);
const hashes: Reader = (json, field) =>
  list(json, field).map((hash) => fromFixedHex(hash, 32) ?? fail(`${field} holds no hash`));
/** Nodes give the parity of a signature as `yParity`, older ones only as `v`. */
const parity: Reader = (json) => quantity(json, json.yParity === undefined ? 'v' : 'yParity');
const accessList: Reader = (json, field) =>
  list(json, field).map((entry) => [
    address(Object(entry), 'address'),
    hashes(Object(entry), 'storageKeys'),
  ]);
const authorizations: Reader = (json, field) =>
  list(json, field).map((entry) =>
    readFields(Object(entry), [
      ['chainId', quantity],
      ['address', address],
      ['nonce', quantity],
      ['yParity', parity],
      ['r', quantity],
      ['s', quantity],
    ]),
  );

type Fields = readonly (readonly [field: string, read: Reader])[];

const SIGNATURE: Fields = [
  ['yParity', parity],
  ['r', quantity],
  ['s', quantity],
];
const FEES: Fields = [
  ['maxPriorityFeePerGas', quantity],
  ['maxFeePerGas', quantity],
];
const CALL: Fields = [
  ['gas', quantity],
  ['to', recipient],
  ['value', quantity],
  ['input', bytes],
];
const CHAIN: Fields = [
  ['chainId', quantity],
  ['nonce', quantity],
];
const ACCESS: Fields = [['accessList', accessList]];

/** RLP fields of each transaction type, under their JSON-RPC names (EIP-2718 and the types' EIPs). */
const TRANSACTION_FIELDS: readonly Fields[] = [
  [
    ['nonce', quantity],
    ['gasPrice', quantity],
    ...CALL,
    ['v', quantity],
    ['r', quantity],
    ['s', quantity],
  ],
  [...CHAIN, ['gasPrice', quantity], ...CALL, ...ACCESS, ...SIGNATURE],
  [...CHAIN, ...FEES, ...CALL, ...ACCESS, ...SIGNATURE],
  [
    ...CHAIN,
    ...FEES,
    ...CALL,
    ...ACCESS,
    ['maxFeePerBlobGas', quantity],
    ['blobVersionedHashes', hashes],
    ...SIGNATURE,
  ],
  [...CHAIN, ...FEES, ...CALL, ...ACCESS, ['authorizationList', authorizations], ...SIGNATURE],
];

const WITHDRAWAL_FIELDS: Fields = [
  ['index', quantity],
  ['validatorIndex', quantity],
  ['address', address],
  ['amount', quantity],
];

/**
 * The RLP of a block from `eth_getBlockByNumber` with whole transactions, for nodes that have no
 * `debug_getRawBlock`. Header and transactions must hash to what the JSON says they do, so that a
 * field of a fork unknown here cannot get lost unnoticed.
 */
export function blockFromJson(json: object): Uint8Array | { problem: string } {
  try {
    const block = json as Json;
    const header = headerFromJson(block);
    if (!(header instanceof Uint8Array)) return header;
    checkName('the header', header, block.hash);
    if (Array.isArray(block.uncles) && block.uncles.length > 0) fail('it has ommers');
    const transactions = list(block, 'transactions').map(transactionFromJson);
    const parts = [header, joinRlpList(transactions), encodeRlp([])];
    if (block.withdrawals !== undefined && block.withdrawals !== null) {
      const withdrawals = list(block, 'withdrawals');
      parts.push(
        encodeRlp(withdrawals.map((entry) => readFields(Object(entry), WITHDRAWAL_FIELDS))),
      );
    }
    return joinRlpList(parts);
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}

/** One transaction as it stands in the block: a list, or for typed ones the envelope as a string. */
function transactionFromJson(entry: unknown, index: number): Uint8Array {
  const json = Object(entry) as Json;
  const type = json.type === undefined ? 0 : Number(fromQuantity(json.type));
  const fields = TRANSACTION_FIELDS[type];
  if (fields === undefined) fail(`transaction ${index} has the unknown type ${json.type}`);
  const name = `transaction ${index}`;
  try {
    const content = encodeRlp(readFields(json, fields));
    const envelope = type === 0 ? content : Uint8Array.of(type, ...content);
    checkName(name, envelope, json.hash);
    return type === 0 ? content : encodeRlp(envelope);
  } catch (error) {
    if (error instanceof Problem && !error.message.startsWith(name)) {
      fail(`${name}: ${error.message}`);
    }
    throw error;
  }
}

function readFields(json: Json, fields: Fields): RlpValue[] {
  return fields.map(([field, read]) => read(json, field));
}

function list(json: Json, field: string): unknown[] {
  const value = json[field];
  return Array.isArray(value) ? value : fail(`${field} is no list`);
}

function checkName(what: string, encoded: Uint8Array, hash: unknown): void {
  const computed: Hex = keccakHex(encoded);
  if (typeof hash !== 'string' || hash.toLowerCase() !== computed) {
    fail(`${what} hashes to ${computed}, the node says ${String(hash)}`);
  }
}

function fail(problem: string): never {
  throw new Problem(problem);
}

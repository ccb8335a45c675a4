import { fromFixedHex, fromHex, fromQuantity } from './hex.ts';
import { encodeRlp, integerToBytes } from './rlp.ts';

type FieldKind = 'quantity' | 'bytes' | 20 | 32 | 8 | 256;

/**
 * The header's fields in the order of its RLP, under their JSON-RPC names (execution-apis, schema
 * `Block`). From `baseFeePerGas` on they are optional: each fork added some at the end.
 */
export const HEADER_FIELDS: readonly { name: string; kind: FieldKind; optional?: true }[] = [
  { name: 'parentHash', kind: 32 },
  { name: 'sha3Uncles', kind: 32 },
  { name: 'miner', kind: 20 },
  { name: 'stateRoot', kind: 32 },
  { name: 'transactionsRoot', kind: 32 },
  { name: 'receiptsRoot', kind: 32 },
  { name: 'logsBloom', kind: 256 },
  { name: 'difficulty', kind: 'quantity' },
  { name: 'number', kind: 'quantity' },
  { name: 'gasLimit', kind: 'quantity' },
  { name: 'gasUsed', kind: 'quantity' },
  { name: 'timestamp', kind: 'quantity' },
  { name: 'extraData', kind: 'bytes' },
  { name: 'mixHash', kind: 32 },
  { name: 'nonce', kind: 8 },
  { name: 'baseFeePerGas', kind: 'quantity', optional: true },
  { name: 'withdrawalsRoot', kind: 32, optional: true },
  { name: 'blobGasUsed', kind: 'quantity', optional: true },
  { name: 'excessBlobGas', kind: 'quantity', optional: true },
  { name: 'parentBeaconBlockRoot', kind: 32, optional: true },
  { name: 'requestsHash', kind: 32, optional: true },
];

/** Where the block number stands in {@link HEADER_FIELDS} and so in a header's RLP. */
export const NUMBER_FIELD = HEADER_FIELDS.findIndex(({ name }) => name === 'number');

/**
 * The RLP of a header given as a JSON object, as geth's `debug_executionWitness` and every
 * `eth_getBlockByNumber` give it. A text says which field is missing or malformed.
 *
 * The caller compares the hash: a header of a later fork has fields that are not known here.
 */
export function headerFromJson(json: object): Uint8Array | { problem: string } {
  const values = json as Record<string, unknown>;
  const fields: Uint8Array[] = [];
  let absent: string | undefined;
  for (const { name, kind, optional } of HEADER_FIELDS) {
    const value = values[name];
    if (optional && (value === undefined || value === null)) {
      absent ??= name;
      continue;
    }
    if (absent !== undefined) return { problem: `it has ${name} but not ${absent}` };
    const bytes = fieldToBytes(value, kind);
    if (bytes === undefined) return { problem: `its field ${name} is missing or malformed` };
    fields.push(bytes);
  }
  return encodeRlp(fields);
}

function fieldToBytes(value: unknown, kind: FieldKind): Uint8Array | undefined {
  if (kind === 'bytes') return fromHex(value);
  if (kind !== 'quantity') return fromFixedHex(value, kind);
  const quantity = fromQuantity(value);
  return quantity === undefined ? undefined : integerToBytes(quantity);
}

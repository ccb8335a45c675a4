import { HartError } from '@hart/errors';
import { headerFromJson, NUMBER_FIELD } from './internal/header-json.ts';
import { describeValue, fromHex, looksLikeHex, writeHex } from './internal/hex.ts';
import { keccakHex } from './internal/keccak.ts';
import { readRlpInteger, readRlpList } from './internal/rlp.ts';

/**
 * What `debug_executionWitness` gives, as bytes: everything a block needs beside itself. Nothing in
 * it is trusted; nodes and codes are found by their keccak-256, headers by their hash.
 *
 * The `keys` of the JSON are not kept: validation does not need them.
 */
export interface Witness {
  /** RLP of ancestor headers, in any order. */
  readonly headers: readonly Uint8Array[];
  /** Contract codes that the block reads. */
  readonly codes: readonly Uint8Array[];
  /** RLP of trie nodes, of the account trie and of the storage tries. */
  readonly state: readonly Uint8Array[];
}

/**
 * Upper bounds on what is read, in bytes or entries. Entry sizes follow EIP-8025; a branch node has
 * at most 533 bytes, so that no real witness comes near them.
 */
export const WITNESS_LIMITS = {
  json: 256 * 2 ** 20,
  block: 16 * 2 ** 20,
  entries: 2 ** 20,
  headers: 256,
  header: 1024,
  code: 65536,
  node: 1024,
} as const;

/**
 * Reads a witness from the text of a JSON file.
 *
 * @throws WITNESS_NOT_JSON and the errors of {@link witnessFromJson}
 */
export function parseWitness(text: string): Witness {
  return witnessFromJson(parseJson(text));
}

/**
 * Reads a witness from parsed JSON, in the shape of reth (headers as RLP in hex) or of geth (headers
 * as JSON objects). A whole JSON-RPC response (`{"jsonrpc": …, "result": …}`) is opened.
 *
 * @throws WITNESS_SHAPE, WITNESS_BAD_HEX, WITNESS_TOO_LARGE, WITNESS_BAD_HEADER
 */
export function witnessFromJson(source: unknown): Witness {
  const json = openResponse(source);
  return {
    headers: parseHeaders(listField(json, 'headers', WITNESS_LIMITS.headers)),
    codes: parseHexList(listField(json, 'codes', WITNESS_LIMITS.entries), 'codes', 'code'),
    state: parseHexList(listField(json, 'state', WITNESS_LIMITS.entries), 'state', 'node'),
  };
}

function parseJson(text: string): unknown {
  if (text.length > WITNESS_LIMITS.json) throw tooLarge('The witness', text.length, 'json');
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The engine's message quotes the text around the fault, which can be long.
    const why = (cause as Error).message.slice(0, 120);
    throw new HartError('WITNESS_NOT_JSON', { why }, { cause });
  }
}

function openResponse(json: unknown): Record<string, unknown> {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const inner = isObject(json) && 'jsonrpc' in json && 'result' in json ? json.result : json;
  if (!isObject(inner)) throw wrongShape('the witness', 'an object', inner);
  return inner;
}

function listField(json: Record<string, unknown>, field: string, limit: number): unknown[] {
  const list = json[field];
  // geth writes null for an empty list.
  if (list === null) return [];
  if (!Array.isArray(list)) throw wrongShape(field, 'a list', list);
  if (list.length > limit) {
    throw new HartError('WITNESS_TOO_LARGE', {
      what: `The list ${field} of the witness`,
      size: `${list.length} entries`,
      limit,
    });
  }
  return list;
}

/** All entries in one allocation: a witness has thousands, most of them 532 bytes. */
function parseHexList(list: unknown[], field: string, entry: 'code' | 'node'): Uint8Array[] {
  let total = 0;
  for (let index = 0; index < list.length; index++) {
    const text = list[index];
    if (!looksLikeHex(text)) throw badEntry(`${field}[${index}]`, text);
    const size = (text.length - 2) / 2;
    if (size > WITNESS_LIMITS[entry]) throw tooLarge(`Entry ${field}[${index}]`, size, entry);
    total += size;
  }
  const arena = new Uint8Array(total);
  const entries: Uint8Array[] = new Array(list.length);
  let at = 0;
  for (let index = 0; index < list.length; index++) {
    const text = list[index] as string;
    if (!writeHex(arena, at, text)) throw badEntry(`${field}[${index}]`, text);
    const end = at + (text.length - 2) / 2;
    entries[index] = arena.subarray(at, end);
    at = end;
  }
  return entries;
}

function parseHeaders(list: unknown[]): Uint8Array[] {
  return list.map((entry, index) => {
    const field = `headers[${index}]`;
    const header =
      typeof entry === 'string' ? headerFromHex(entry, field) : fromObject(entry, field);
    if (header.length > WITNESS_LIMITS.header) {
      throw tooLarge(`Entry ${field}`, header.length, 'header');
    }
    if (headerNumber(header) === undefined) {
      throw new HartError('WITNESS_BAD_HEADER', { field, why: 'it is not the RLP of a header' });
    }
    return header;
  });
}

function headerFromHex(text: string, field: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === undefined) throw badEntry(field, text);
  return bytes;
}

function fromObject(entry: unknown, field: string): Uint8Array {
  if (typeof entry !== 'object' || entry === null) {
    throw wrongShape(field, 'hex or a header object', entry);
  }
  const header = headerFromJson(entry);
  if (!(header instanceof Uint8Array)) {
    throw new HartError('WITNESS_BAD_HEADER', { field, why: header.problem });
  }
  const { hash } = entry as { hash?: unknown };
  if (typeof hash === 'string' && hash.toLowerCase() !== keccakHex(header)) {
    const why = `its fields hash to ${keccakHex(header)}, its own hash says ${describeValue(hash)}`;
    throw new HartError('WITNESS_BAD_HEADER', { field, why });
  }
  return header;
}

/** The block number in the RLP of a header, or undefined if it is no header. */
export function headerNumber(header: Uint8Array): bigint | undefined {
  return readRlpInteger(header, readRlpList(header)?.[NUMBER_FIELD]);
}

function wrongShape(field: string, expected: string, found: unknown): HartError {
  return new HartError('WITNESS_SHAPE', { field, expected, found: describeValue(found) });
}

function badEntry(field: string, found: unknown): HartError {
  if (typeof found !== 'string') return wrongShape(field, 'a hex string', found);
  return new HartError('WITNESS_BAD_HEX', { field, found: describeValue(found) });
}

function tooLarge(what: string, size: number, limit: keyof typeof WITNESS_LIMITS): HartError {
  return new HartError('WITNESS_TOO_LARGE', {
    what,
    size: `${size} bytes`,
    limit: `${WITNESS_LIMITS[limit]} bytes`,
  });
}

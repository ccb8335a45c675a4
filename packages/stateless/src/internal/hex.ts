/** Bytes as `0x` and lower-case hex digits. */
export type Hex = `0x${string}`;

/** `bytes` as {@link Hex}. */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/**
 * The bytes of `text` (`0x` and an even number of digits, upper or lower case), or undefined if it
 * is anything else.
 */
export function fromHex(text: unknown): Uint8Array | undefined {
  if (!looksLikeHex(text)) return undefined;
  const bytes = new Uint8Array((text.length - 2) / 2);
  return writeHex(bytes, 0, text) ? bytes : undefined;
}

/** The bytes of a hex text of exactly `size` bytes, or undefined. */
export function fromFixedHex(text: unknown, size: number): Uint8Array | undefined {
  return looksLikeHex(text) && text.length === 2 + 2 * size ? fromHex(text) : undefined;
}

/** The value of a JSON-RPC quantity (`0x` and at least one digit), or undefined. */
export function fromQuantity(text: unknown): bigint | undefined {
  return typeof text === 'string' && /^0x[0-9a-f]{1,64}$/i.test(text) ? BigInt(text) : undefined;
}

/** Whether `text` begins with `0x` and has an even length; the digits are not looked at. */
export function looksLikeHex(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text.length % 2 === 0 &&
    text.charCodeAt(0) === 0x30 &&
    text[1] === 'x'
  );
}

/**
 * Writes the bytes of `text` (checked by {@link looksLikeHex}) to `target`, and says whether all
 * digits were hex. `Buffer` stops silently at the first one that is not, and takes the low byte of
 * other than ASCII characters for a digit.
 */
export function writeHex(target: Uint8Array, at: number, text: string): boolean {
  const size = (text.length - 2) / 2;
  const view = Buffer.from(target.buffer, target.byteOffset + at, size);
  const isAscii = Buffer.byteLength(text, 'utf8') === text.length;
  return isAscii && view.write(text.slice(2), 'hex') === size;
}

/** What an error message shows of a value of unknown type and size. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string') return typeof value === 'object' ? 'an object' : String(value);
  return value.length > 24 ? `"${value.slice(0, 21)}…", ${value.length} characters` : `"${value}"`;
}

/** Writes protocol buffers: fields of integers, bytes and texts, the only ones that pprof has. */
export interface MessageWriter {
  integer(field: number, value: number): void;
  text(field: number, value: string): void;
  /** A nested message. */
  message(field: number, write: (nested: MessageWriter) => void): void;
  /** Repeated integers in one field. */
  packed(field: number, values: readonly number[]): void;
}

/** Wire types (protocol buffers, "Encoding"). */
const VARINT = 0;
const BYTES = 2;

/** The bytes of a message. */
export function encodeMessage(write: (message: MessageWriter) => void): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(64);
  let size = 0;
  const reserve = (more: number): void => {
    if (size + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, size + more));
    larger.set(bytes.subarray(0, size));
    bytes = larger;
  };
  const varint = (value: number): void => {
    reserve(10);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[size++] = (rest % 128) | 128;
    bytes[size++] = rest;
  };
  const append = (field: number, content: Uint8Array): void => {
    varint(field * 8 + BYTES);
    varint(content.length);
    reserve(content.length);
    bytes.set(content, size);
    size += content.length;
  };
  write({
    integer(field, value) {
      varint(field * 8 + VARINT);
      varint(value);
    },
    text: (field, value) => append(field, new TextEncoder().encode(value)),
    message: (field, nested) => append(field, encodeMessage(nested)),
    packed(field, values) {
      varint(field * 8 + BYTES);
      varint(values.reduce((sum, value) => sum + varintLength(value), 0));
      for (const value of values) varint(value);
    },
  });
  return bytes.subarray(0, size);
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length++;
  return length;
}

/** Collects what a guest writes. */
export interface Sink {
  append(bytes: Uint8Array): void;
  size(): number;
  bytes(): Uint8Array;
}

/** One buffer that doubles: a guest may write a great many single bytes. */
export function createSink(): Sink {
  let buffer = new Uint8Array(1024);
  let size = 0;
  return {
    append(bytes) {
      const end = size + bytes.length;
      if (end > buffer.length) {
        const larger = new Uint8Array(Math.max(2 * buffer.length, end));
        larger.set(buffer.subarray(0, size));
        buffer = larger;
      }
      buffer.set(bytes, size);
      size = end;
    },
    size: () => size,
    bytes: () => buffer.slice(0, size),
  };
}

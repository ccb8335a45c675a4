/** Pieces of a stream of bytes: a file's stream, a `fetch` body, or arrays. Pieces may have any size. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Reads a stream in parts of known size, holding one piece at a time. */
export interface ByteReader {
  /** Bytes handed out so far. */
  readonly position: number;
  /** Fills `target`; returns how many bytes there were, fewer than its length only at the end. */
  read(target: Uint8Array): Promise<number>;
  /** Lets go of the source. */
  close(): Promise<void>;
}

export function createByteReader(source: ByteSource): ByteReader {
  const pieces =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let piece = new Uint8Array();
  let at = 0;
  let position = 0;
  return {
    get position() {
      return position;
    },
    async read(target) {
      let filled = 0;
      while (filled < target.length) {
        if (at === piece.length) {
          const next = await pieces.next();
          if (next.done === true) break;
          piece = next.value as Uint8Array<ArrayBuffer>;
          at = 0;
        }
        const part = piece.subarray(at, at + target.length - filled);
        target.set(part, filled);
        filled += part.length;
        at += part.length;
      }
      position += filled;
      return filled;
    },
    async close() {
      await pieces.return?.();
    },
  };
}

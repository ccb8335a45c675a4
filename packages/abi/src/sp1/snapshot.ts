import type { HartView } from '@hart/machine';

const PAGE = 4096;

/**
 * Keeps a copy of `size` bytes from `base` on, a multiple of 4096, by the pages that are not zero; looks at all of
 * them, which takes a while. The function that it returns makes memory so again.
 */
export function keepMemory(hart: HartView, base: number, size: number): () => void {
  const memory = hart.plain(BigInt(base), size) as Uint8Array<ArrayBuffer>;
  const words = new Int32Array(memory.buffer, memory.byteOffset, size / 4);
  const pages = new Map<number, Uint8Array>();
  const wordsInPage = PAGE / 4;
  for (let page = 0; page < size / PAGE; page++) {
    if (!isZero(words, page * wordsInPage, wordsInPage)) {
      pages.set(page, memory.slice(page * PAGE, (page + 1) * PAGE));
    }
  }
  return () => {
    for (let page = 0; page < size / PAGE; page++) {
      const kept = pages.get(page);
      if (kept !== undefined) memory.set(kept, page * PAGE);
      else if (!isZero(words, page * wordsInPage, wordsInPage)) {
        memory.fill(0, page * PAGE, (page + 1) * PAGE);
      }
    }
  };
}

/** Looks at four words at a time. */
function isZero(words: Int32Array, first: number, count: number): boolean {
  for (let at = first; at < first + count; at += 4) {
    const some =
      (words[at] as number) |
      (words[at + 1] as number) |
      (words[at + 2] as number) |
      (words[at + 3] as number);
    if (some !== 0) return false;
  }
  return true;
}

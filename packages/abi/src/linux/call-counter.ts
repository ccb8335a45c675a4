import type { ReadPath } from './call-text.ts';
import { tellingText } from './call-text.ts';
import type { CallArguments } from './kernel.ts';

/** How often a program issued a call. */
export interface CountedCall {
  number: number;
  count: number;
  /** The arguments that tell what was wanted, and how often; most frequent first. */
  variants: { text: string; count: number }[];
}

/** More different arguments of one call are counted together. */
const MAX_VARIANTS = 64;

export interface CallCounter {
  add(number: number, args: CallArguments): void;
  calls(): CountedCall[];
}

export function createCallCounter(readPath: ReadPath): CallCounter {
  const counts = new Map<number, Map<string, number>>();
  return {
    add(number, args) {
      let variants = counts.get(number);
      if (variants === undefined) {
        variants = new Map();
        counts.set(number, variants);
      }
      const text = tellingText(number, args, readPath);
      const key = variants.has(text) || variants.size < MAX_VARIANTS ? text : 'others';
      variants.set(key, (variants.get(key) ?? 0) + 1);
    },
    calls() {
      const calls = [...counts].map(([number, variants]) => ({
        number,
        count: variants.values().reduce((sum, count) => sum + count, 0),
        variants: [...variants]
          .map(([text, count]) => ({ text, count }))
          .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)),
      }));
      return calls.sort((a, b) => a.number - b.number);
    },
  };
}

import type { TraceConsumer } from './trace.ts';
import { LAYOUT } from './trace-file.ts';

/** What a trace amounts to. */
export interface TraceSize {
  chunks: number;
  /** Size of the trace as a file. */
  bytes: number;
  /** 0 for a run without steps. */
  bytesPerStep: number;
}

/** Passes every chunk on to `consume` and counts. */
export function measureTrace(consume: TraceConsumer): TraceConsumer & { size(): TraceSize } {
  let chunks = 0;
  let values = 0;
  let steps = 0;
  let floatWords = 0;
  const measure: TraceConsumer = (chunk) => {
    chunks++;
    values += chunk.values.length;
    steps += chunk.steps;
    floatWords += chunk.floats?.length ?? 0;
    consume(chunk);
  };
  return Object.assign(measure, {
    size() {
      const { header, chunk, footer } = LAYOUT;
      const bytes =
        header.size + chunks * (chunk.size + 8) + (floatWords + values) * 8 + footer.size;
      return { chunks, bytes, bytesPerStep: steps === 0 ? 0 : bytes / steps };
    },
  });
}

import { type ByteReader, type ByteSource, createByteReader } from './internal/byte-source.ts';
import { createPartReader, malformed, type PartReader } from './internal/trace-parts.ts';
import { isLast, type TraceChunk } from './trace.ts';
import type { TraceFooter, TraceHeader } from './trace-file.ts';

/** A trace that is being read. */
export interface Trace {
  readonly header: TraceHeader;
  /**
   * The chunks in order, each with arrays of its own; to be iterated once. A chunk is given out when
   * its own bytes and its place are checked; that the trace is whole is known at the end only.
   *
   * @throws {HartError} `TRACE_TRUNCATED`, `TRACE_ALTERED`, `TRACE_OUT_OF_ORDER`, `TRACE_MALFORMED`,
   * `TRACE_TRAILING`, which name the chunk
   */
  readonly chunks: AsyncIterable<TraceChunk>;
  /** Set once all chunks were read and the trace was found whole. */
  readonly footer: TraceFooter | undefined;
}

/**
 * Reads a trace from a stream in constant memory (about 10 MB), whatever the file says of its sizes.
 * Everything is checked against the checksums. They find accidents and are no signature: whoever means
 * to deceive can compute them, and only replaying the trace finds that.
 *
 * With `reuse`, a chunk's `values` are a view of the reader's memory, which the next chunk overwrites;
 * without, every chunk has memory of its own.
 *
 * @throws {HartError} `TRACE_NOT_TRACE`, `TRACE_VERSION`, `TRACE_TRUNCATED`, `TRACE_ALTERED` and
 * `TRACE_MALFORMED` for the header; what is wrong later comes from iterating `chunks`
 * @example
 * const trace = await readTrace(createReadStream('guest.trace'));
 * for await (const chunk of trace.chunks) replay(chunk);
 * console.log(trace.footer.outcome);
 */
export async function readTrace(
  source: ByteSource,
  { reuse = false }: { reuse?: boolean } = {},
): Promise<Trace> {
  const input = createByteReader(source);
  const parts = createPartReader(input, reuse);
  try {
    const header = await parts.header();
    let footer: TraceFooter | undefined;
    return {
      header,
      chunks: chunksOf(input, parts, header, (found) => {
        footer = found;
      }),
      get footer() {
        return footer;
      },
    };
  } catch (error) {
    await input.close();
    throw error;
  }
}

async function* chunksOf(
  input: ByteReader,
  parts: PartReader,
  header: TraceHeader,
  finish: (footer: TraceFooter) => void,
): AsyncGenerator<TraceChunk> {
  let chunks = 0;
  let steps = 0;
  let last: TraceChunk | undefined;
  try {
    for (;;) {
      const where = `chunk ${chunks}`;
      const part = await parts.next(chunks, header.chunkSteps);
      if (!('index' in part)) {
        if (part.steps !== steps) {
          throw malformed('the footer', `it counts ${part.steps} steps, the chunks have ${steps}`);
        }
        if ((last?.end ?? false) !== (part.outcome.kind !== 'limit')) {
          throw malformed(
            'the footer',
            `its outcome is ${part.outcome.kind}, the last chunk’s not`,
          );
        }
        await parts.expectEnd();
        finish(part);
        return;
      }
      if (last !== undefined && isLast(last)) {
        throw malformed(where, 'it follows the last chunk');
      }
      chunks++;
      steps += part.steps;
      last = part;
      yield part;
    }
  } finally {
    await input.close();
  }
}

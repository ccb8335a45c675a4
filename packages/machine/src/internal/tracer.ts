import {
  CHUNK_STEPS,
  FLOAT_WORDS,
  isFull,
  MAX_CHUNK_VALUES,
  type TraceChunk,
  type TraceConsumer,
} from '../trace.ts';
import type { Hart } from './interpreter/hart.ts';
import { STATE } from './state.ts';

/** Room for one chunk's log. */
export const LOG_BYTES = MAX_CHUNK_VALUES * 8;

/** Cuts a traced run into chunks and hands each to the consumer. */
export interface Tracer {
  /** Steps until the current chunk is full. */
  left(): number;
  /** Hands over the current chunk if it is complete, the run has ended or the hart says that it ends here. */
  settle(): void;
  /** Hands over the current chunk as it is, unless it is empty. */
  flush(): void;
}

export function createTracer(hart: Hart, consume: TraceConsumer, chunkSteps = CHUNK_STEPS): Tracer {
  const { memory } = hart;
  const logOrigin = memory.areas.log;
  let index = 0;
  let start: Pick<TraceChunk, 'pc' | 'registers' | 'reservation' | 'floats'>;
  let startSteps = 0;
  hart.traced = true;
  // The current instruction is not counted yet.
  hart.onOperands = () => {
    if (isFull(hart.steps + 1 - startSteps, values())) hart.cut ??= 'full';
  };
  begin();

  function begin(): void {
    const floats = floatsOf(hart);
    start = {
      ...{ pc: hart.exactPc, registers: hart.x.slice(), reservation: hart.reservation },
      ...(floats && { floats }),
    };
    startSteps = hart.steps;
    memory.view.setUint32(STATE.log, logOrigin, true);
  }

  /** Values logged in this chunk. */
  function values(): number {
    return (memory.view.getUint32(STATE.log, true) - logOrigin) / 8;
  }

  function hand(steps: number, end: boolean, moved: boolean): void {
    const logged = new BigUint64Array(memory.wasm.buffer, logOrigin, values());
    consume({ index, ...start, steps, values: logged, end, moved });
    index++;
    begin();
  }

  return {
    left: () => chunkSteps - (hart.steps - startSteps),
    settle() {
      const steps = hart.steps - startSteps;
      const end = hart.outcome !== undefined;
      if (steps === chunkSteps || end || hart.cut !== undefined)
        hand(steps, end, hart.cut === 'moved');
    },
    flush() {
      const steps = hart.steps - startSteps;
      if (steps > 0) hand(steps, false, false);
    },
  };
}

/** The floating-point state as a chunk has it. */
function floatsOf({ f, fcsr }: Hart): BigUint64Array | undefined {
  if (fcsr === 0 && f.every((bits) => bits === 0n)) return undefined;
  const floats = new BigUint64Array(FLOAT_WORDS);
  floats.set(f);
  floats[FLOAT_WORDS - 1] = BigInt(fcsr);
  return floats;
}

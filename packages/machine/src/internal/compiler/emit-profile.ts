import { type FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import type { RegionLayout } from '../profiler/layout.ts';
import {
  CACHE_ENTRIES,
  CACHE_ENTRY_BYTES,
  FRAME_BYTES,
  type TRANSFER,
} from '../profiler/records.ts';
import { STATE } from '../state.ts';

/** What profiling code refers to outside its function. */
export interface ProfileLinkage {
  layout: RegionLayout;
  /** Linear address of the cache for calls and jumps through registers. */
  cacheOrigin: number;
  /** Indices of the imported functions, see `Records.imports`. */
  attachIndex: number;
  transferIndex: number;
}

/** Top bits of a 64-bit product by this are a hash: 2^64 divided by the golden ratio. */
const GOLDEN = -7046029254386353131n;

/** Adds profiling to a translated function, whose last parameter is the address of its record. */
export class ProfileEmission {
  readonly #writer: FunctionWriter;
  readonly #linkage: ProfileLinkage;
  /** i32 parameter. */
  readonly #record: number;
  /** i32: the record of where control goes. */
  readonly #next: number;
  /** i32: linear address, or scratch. */
  readonly #address: number;

  constructor(writer: FunctionWriter, linkage: ProfileLinkage, record: number) {
    this.#writer = writer;
    this.#linkage = linkage;
    this.#record = record;
    this.#next = writer.local(VALUE_TYPE.i32);
    this.#address = writer.local(VALUE_TYPE.i32);
  }

  /** At the function's start: makes sure of a record with its counters; `exit` leaves if there is none. */
  prologue(exit: () => void): void {
    const writer = this.#writer;
    const { layout, attachIndex } = this.#linkage;
    writer.get(this.#record);
    writer.memory('i32.load', 0, 2);
    writer.i32(layout.id);
    writer.op('i32.ne');
    writer.if(0);
    writer.get(this.#record);
    writer.i32(layout.id);
    writer.call(attachIndex);
    writer.tee(this.#next);
    writer.op('i32.eqz');
    writer.if(0);
    exit();
    writer.end();
    writer.get(this.#next);
    writer.set(this.#record);
    writer.end();
  }

  /** Counts one execution of a block. */
  count(block: number): void {
    const writer = this.#writer;
    const offset = this.#linkage.layout.counters[block] as number;
    writer.get(this.#record);
    writer.get(this.#record);
    writer.memory('i64.load', offset, 3);
    writer.i64(1);
    writer.op('i64.add');
    writer.memory('i64.store', offset, 3);
  }

  /** Finds the record for the direct call, or jump to another region, at the end of a block. */
  link(kind: typeof TRANSFER.call | typeof TRANSFER.jump, block: number, target: number): void {
    const writer = this.#writer;
    const offset = this.#linkage.layout.links[block] as number;
    writer.get(this.#record);
    writer.memory('i32.load', offset, 2);
    writer.tee(this.#next);
    writer.op('i32.eqz');
    writer.if(0);
    writer.i32(kind);
    writer.get(this.#record);
    writer.i64(target);
    writer.get(this.#record);
    writer.i32(offset);
    writer.op('i32.add');
    writer.i32(block);
    writer.call(this.#linkage.transferIndex);
    writer.set(this.#next);
    writer.end();
  }

  /** Finds the record for a block's call or jump to the address in the i64 local `target`. */
  lookUp(
    kind: typeof TRANSFER.indirectCall | typeof TRANSFER.indirectJump,
    block: number,
    target: number,
  ): void {
    const writer = this.#writer;
    const { cacheOrigin, transferIndex } = this.#linkage;
    // The entry's offset: a hash of its key, which is the address of the block's counter, and the target.
    this.#pushKey(block);
    writer.op('i64.extend_i32_u');
    writer.i64(32);
    writer.op('i64.shl');
    writer.get(target);
    writer.op('i64.xor');
    writer.i64Big(GOLDEN);
    writer.op('i64.mul');
    writer.i64(64 - Math.log2(CACHE_ENTRIES));
    writer.op('i64.shr_u');
    writer.op('i32.wrap_i64');
    writer.i32(Math.log2(CACHE_ENTRY_BYTES));
    writer.op('i32.shl');
    writer.tee(this.#address);
    writer.memory('i32.load', cacheOrigin + 12, 2);
    writer.set(this.#next);
    writer.get(this.#address);
    writer.memory('i64.load', cacheOrigin, 3);
    writer.get(target);
    writer.op('i64.ne');
    writer.get(this.#address);
    writer.memory('i32.load', cacheOrigin + 8, 2);
    this.#pushKey(block);
    writer.op('i32.ne');
    writer.op('i32.or');
    writer.if(0);
    writer.i32(kind);
    writer.get(this.#record);
    writer.get(target);
    writer.get(this.#address);
    writer.i32(cacheOrigin | 0);
    writer.op('i32.add');
    writer.i32(block);
    writer.call(transferIndex);
    writer.set(this.#next);
    writer.end();
  }

  #pushKey(block: number): void {
    const writer = this.#writer;
    writer.get(this.#record);
    writer.i32(this.#linkage.layout.counters[block] as number);
    writer.op('i32.add');
  }

  /** Pushes the record that was found, as a call's last argument. */
  pushNext(): void {
    this.#writer.get(this.#next);
  }

  /** Says which record this function has, before the host is called. */
  storeRecord(): void {
    this.#writer.i32(0);
    this.#writer.get(this.#record);
    this.#writer.memory('i32.store', STATE.record, 2);
  }

  /** Leaves this function's frame to the host, when it unwinds. */
  leaveFrame(returnTo: number): void {
    leaveFrame(this.#writer, this.#record, returnTo, this.#address);
  }
}

/** Appends a frame to {@link STATE.frames}; `at` is an i32 local. */
export function leaveFrame(
  writer: FunctionWriter,
  record: number,
  returnTo: number,
  at: number,
): void {
  writer.i32(0);
  writer.memory('i32.load', STATE.framesEnd, 2);
  writer.tee(at);
  writer.get(record);
  writer.memory('i32.store', STATE.frames, 2);
  writer.get(at);
  writer.get(returnTo);
  writer.memory('i64.store', STATE.frames + 8, 3);
  writer.i32(0);
  writer.get(at);
  writer.i32(FRAME_BYTES);
  writer.op('i32.add');
  writer.memory('i32.store', STATE.framesEnd, 2);
}

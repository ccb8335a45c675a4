import { HartError } from '@hart/errors';
import { decode, type Elf, INSTRUCTIONS, type Instruction, MNEMONICS } from '@hart/riscv';
import { compileModule, encodeModule, VALUE_TYPE } from '@hart/wasm';
import type { AddressRange } from '../environment.ts';
import { COMPUTED_OPS } from '../internal/arithmetic.ts';
import { createSteppedHost, STEPPED_HOST_TYPE } from '../internal/float/stepped-float.ts';
import { FLOAT_WORDS, MAX_CHUNK_VALUES } from '../trace.ts';
import { writeDigest } from './digest.ts';
import { floatStateOf } from './host-step.ts';
import { ACTION, ENTRY, writeKernel } from './kernel.ts';
import { BATCH_ROWS, BYTE_COLUMNS, columnsIn, LAYOUT, type RowBatch } from './rows.ts';

const WASM_PAGE = 65536;
const TABLE_ORIGIN = LAYOUT.values + Math.ceil((MAX_CHUNK_VALUES * 8) / WASM_PAGE) * WASM_PAGE;
/** The code table has four bytes for each byte of code, and fits a Wasm memory. */
const MAX_REGION = 2 ** 29;
/** Instructions decoded at once, from the one that was reached on. */
const DECODE_AHEAD = 64;

/** A program made ready for replay. It replays one chunk at a time. */
export interface ReplayProgram {
  readonly entry: number;
  /** The kernel's memory; see `LAYOUT`. */
  readonly view: DataView<ArrayBuffer>;
  /** x0..x31. */
  readonly registers: BigUint64Array;
  /** f0..f31, then fcsr. */
  readonly floats: BigUint64Array;
  /** Room for a chunk's values. */
  readonly values: BigUint64Array;
  readonly lanes: BigUint64Array;
  readonly batch: RowBatch;
  /** Executes rows `first` to `end`, exclusive; returns the row reached. Why is in `LAYOUT.stop`. */
  execute(first: number, end: number): number;
  /** Folds the first `rows` rows into the lanes. */
  digest(rows: number): void;
  /** Linear address of the code table's entry for a pc. */
  entryAt(pc: bigint): number;
  /** Fills the code table from `pc` on. */
  decodeFrom(pc: bigint): void;
  /** The instruction at a pc; undefined if there is none. */
  fetch(pc: bigint): Instruction | undefined;
  /** Whether a store of `size` bytes would reach the program's code. */
  isCode(address: bigint, size: number): boolean;
}

/**
 * Makes a program ready for replay: a few milliseconds, whatever its size, since code is decoded when
 * it is reached. The code must not change during the run, so that the ELF has all of it.
 *
 * @throws {HartError} `REPLAY_UNSUPPORTED` for a program whose code is writable or spans 512 MiB
 */
export function prepareReplay(elf: Elf): ReplayProgram {
  const executable = elf.segments.filter((segment) => segment.executable && segment.memorySize > 0);
  const writable = executable.find((segment) => segment.writable);
  if (writable !== undefined) {
    const where = `0x${writable.address.toString(16)}`;
    throw new HartError('REPLAY_UNSUPPORTED', { why: `its code at ${where} can be written` });
  }
  const segments = executable.map(
    ({ address, memorySize }): AddressRange => ({ base: address, size: memorySize }),
  );
  const region = regionOf(segments);
  if (region.size > MAX_REGION) {
    throw new HartError('REPLAY_UNSUPPORTED', { why: `its code spans ${region.size} bytes` });
  }
  const tableBytes = (region.size / 2 + 2) * ENTRY.bytes;
  const pages = Math.ceil((TABLE_ORIGIN + tableBytes) / WASM_PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const buffer = memory.buffer as ArrayBuffer;
  const view = new DataView(buffer);
  const floatWords = new BigUint64Array(buffer, LAYOUT.floats, FLOAT_WORDS);
  const float = createSteppedHost(floatStateOf(floatWords), (bits) =>
    view.setBigUint64(LAYOUT.floatResult, bits, true),
  );
  let compressed = false;
  let floats = false;
  let kernel = build();

  function build() {
    const { i32 } = VALUE_TYPE;
    const body = writeKernel({ region, segments, tableOrigin: TABLE_ORIGIN, compressed, floats });
    const bytes = encodeModule({
      types: [
        { parameters: [i32, i32], results: [i32] },
        { parameters: [i32], results: [i32] },
        STEPPED_HOST_TYPE,
      ],
      imports: [
        { kind: 'memory', module: 'hart', name: 'memory', minimum: 1, maximum: WASM_PAGE },
        { kind: 'function', module: 'hart', name: 'float', type: 2 },
      ],
      functions: [
        { type: 0, body, name: 'replay', exportAs: 'replay' },
        { type: 1, body: writeDigest(), name: 'digest', exportAs: 'digest' },
      ],
    });
    const module = compileModule(bytes, 'optimised');
    const { exports } = new WebAssembly.Instance(module, { hart: { memory, float } });
    return {
      replay: exports.replay as (first: number, end: number) => number,
      digest: exports.digest as (end: number) => number,
    };
  }

  const batch = columnsIn(buffer);
  const tableEnd = TABLE_ORIGIN + (region.size / 2) * ENTRY.bytes;
  for (const at of [tableEnd, tableEnd + ENTRY.bytes]) {
    view.setBigUint64(at, BigInt(ACTION.get('notExecutable') as number), true);
  }

  function fetch(pc: number): Instruction | 'illegal' | undefined {
    const segment = executable.find(
      ({ address, memorySize }) => pc >= address && pc + 2 <= address + memorySize,
    );
    if (segment === undefined) return undefined;
    const { address, data, memorySize } = segment;
    const halfword = (at: number) => (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
    let word = halfword(pc - address);
    if ((word & 3) === 3) {
      // Segments may touch in the middle of an instruction.
      const offset = pc + 2 - address;
      const next =
        offset + 2 <= memorySize
          ? halfword(offset)
          : executable
              .filter((other) => other.address === pc + 2 && other.memorySize >= 2)
              .map((other) => (other.data[0] ?? 0) | ((other.data[1] ?? 0) << 8))[0];
      if (next === undefined) return undefined;
      word |= next << 16;
    }
    return decode(word >>> 0) ?? 'illegal';
  }

  return {
    entry: elf.entry,
    view,
    registers: new BigUint64Array(buffer, LAYOUT.registers, 32),
    floats: floatWords,
    values: new BigUint64Array(buffer, LAYOUT.values, MAX_CHUNK_VALUES),
    lanes: new BigUint64Array(buffer, LAYOUT.lanes, 8),
    batch,
    execute: (first, end) => kernel.replay(first * 8, Math.min(end, BATCH_ROWS) * 8) / 8,
    digest(rows) {
      for (const name of BYTE_COLUMNS) batch[name].fill(0, rows, Math.ceil(rows / 8) * 8);
      kernel.digest(rows * 8);
    },
    entryAt(pc) {
      const offset = BigInt.asUintN(64, pc - BigInt(region.base));
      return offset < BigInt(region.size) ? TABLE_ORIGIN + Number(offset) * 4 : tableEnd;
    },
    decodeFrom(start) {
      let pc = Number(start);
      for (let count = 0; count < DECODE_AHEAD; count++) {
        const at = TABLE_ORIGIN + (pc - region.base) * 4;
        if (at >= tableEnd || view.getBigUint64(at, true) !== 0n) return;
        const fetched = fetch(pc);
        const instruction = typeof fetched === 'object' ? fetched : undefined;
        const failed = fetched === undefined ? 'notExecutable' : 'illegal';
        view.setBigUint64(
          at,
          instruction ? encodeEntry(instruction) : BigInt(ACTION.get(failed) as number),
          true,
        );
        if (instruction === undefined) return;
        if ((instruction.size === 2 && !compressed) || (isFloat(instruction) && !floats)) {
          compressed ||= instruction.size === 2;
          floats ||= isFloat(instruction);
          kernel = build();
        }
        pc += instruction.size;
      }
    },
    fetch(pc) {
      const fetched = fetch(Number(pc));
      return fetched === 'illegal' ? undefined : fetched;
    },
    isCode: (address, size) =>
      segments.some(
        (segment) =>
          address < BigInt(segment.base + segment.size) &&
          address + BigInt(size) > BigInt(segment.base),
      ),
  };
}

/** Smallest range that holds all segments, from and to even addresses. */
function regionOf(segments: readonly AddressRange[]): AddressRange {
  if (segments.length === 0) return { base: 0, size: 0 };
  const low = Math.min(...segments.map(({ base }) => base));
  const high = Math.max(...segments.map(({ base, size }) => base + size));
  const base = low - (low % 2);
  return { base, size: Math.ceil((high - base) / 2) * 2 };
}

function isFloat({ op }: Instruction): boolean {
  const { extension } = INSTRUCTIONS[op] as (typeof INSTRUCTIONS)[number];
  return extension === 'F' || extension === 'D';
}

function has(op: number, operand: string): boolean {
  return (INSTRUCTIONS[op] as { operands: readonly string[] }).operands.includes(operand);
}

/** Name of the action for an instruction: see `ACTION`. */
function actionOf(instruction: Instruction): string {
  const { op, rd } = instruction;
  const name = MNEMONICS[op] as string;
  if (isFloat(instruction)) {
    if (ACTION.has(name)) return name;
    return rd === 0 && has(op, 'rd') ? 'host' : 'float';
  }
  if (rd === 0) {
    if (name === 'jal') return 'jump';
    if (name === 'jalr') return 'jumpRegister';
    if (ACTION.has(`${name} x0`)) return `${name} x0`;
    if (COMPUTED_OPS.has(op)) return has(op, 'rs2') ? 'nothingRegister' : 'nothing';
  }
  if (ACTION.has(name)) return name;
  if (name === 'fence' || name === 'fence.i') return 'nothing';
  return name === 'ebreak' || name === 'mret' || name === 'wfi' ? 'illegal' : 'host';
}

function encodeEntry(instruction: Instruction): bigint {
  const { op, rd, rs1, rs2, imm, size } = instruction;
  const low =
    (ACTION.get(actionOf(instruction)) as number) |
    (size === 2 ? 1 << ENTRY.compressed : 0) |
    (op << ENTRY.op) |
    (rd << ENTRY.rd) |
    (rs1 << ENTRY.rs1) |
    (rs2 << ENTRY.rs2);
  return BigInt.asUintN(32, BigInt(low)) | (BigInt.asUintN(32, BigInt(imm)) << BigInt(ENTRY.imm));
}

import type { ElfSymbol } from '@hart/riscv';
import { CodeWriter, type Label } from './code-writer.ts';
import { writeElf } from './elf.ts';
import { floatBits } from './floats.ts';
import { Generator, type JumpTable, MAX_FRAMES, type ProgramShape } from './generate.ts';
import { createRandom } from './random.ts';
import { RESERVED } from './registers.ts';
import { SIGNAL_AREA_BYTES, writeSignalHandler, writeSignalSetup } from './signals.ts';

/** Addresses of a batch; qemu-riscv64 maps the ELF there, and so does the environment. */
const BASE = 0x10000000;
export const LAYOUT = {
  window: { base: BASE, size: 0x100000 },
  code: BASE,
  data: BASE + 0x80000,
  end: BASE + 0x100000,
} as const;

const FCSR = 3;

/** Registers saved for each program, of 8 bytes each. */
const SAVED = 64;
/** Among them f0, after x0 (whose place `fcsr` takes) to x31. */
const FLOATS_AT = 32;
export const SAVED_BYTES = SAVED * 8;
export const BUFFER_BYTES = 4096;

export interface Batch {
  elf: Uint8Array;
  /** What the batch writes if it gets to its end: `fcsr`, x1..x30, f0..f31 of every program, then the data buffer. */
  outputBytes: number;
  /** Addresses of programs and subroutines: what a compiler would have given symbols to. */
  functions: readonly number[];
  code: { address: number; size: number };
  /** Everything that is not code. */
  data: { address: number; size: number };
  /** The part of `data` that programs work on. */
  buffer: number;
}

/**
 * Puts programs one after the other into one ELF: each gets its registers from a table and saves them
 * at its end; at last everything is written to file descriptor 1 and the process exits. With
 * `signals`, a Linux process that traps writes what it knows of the trap instead (see signals.ts).
 */
export function buildBatch(programs: readonly ProgramShape[], signals = false): Batch {
  const code = new CodeWriter(LAYOUT.code);
  const initial = LAYOUT.data;
  const results = initial + programs.length * SAVED_BYTES;
  const buffer = results + programs.length * SAVED_BYTES;
  const frames = buffer + BUFFER_BYTES;
  const signalArea = frames + MAX_FRAMES * 8;
  const tables: JumpTable[] = [];
  let dataEnd = signalArea + (signals ? SIGNAL_AREA_BYTES : 0);

  const handler = code.label();
  if (signals) writeSignalSetup(code, handler, signalArea);
  const registers = new BigInt64Array(programs.length * SAVED);
  const functions: Label[] = [];
  for (const [index, shape] of programs.entries()) {
    const values = registers.subarray(index * SAVED, (index + 1) * SAVED);
    const random = createRandom(shape.seed);
    for (let n = 1; n < 31; n++) values[n] = random.word();
    // Most programs round to nearest, and have seen an inexact result before long.
    values[0] = BigInt(random.pick([0, 1, 1, 1, 1, 1, 0x1f, 0x21, 0x42, 0x63, 0x80]));
    for (let n = 0; n < 32; n++) {
      values[FLOATS_AT + n] = BigInt.asIntN(64, floatBits(random));
    }
    values[RESERVED.data] = BigInt(buffer + BUFFER_BYTES / 2);
    values[RESERVED.stack] = BigInt(buffer + BUFFER_BYTES / 2 - 256);
    values[RESERVED.frames] = BigInt(signalArea);

    const start = code.label();
    code.place(start);
    code.address(RESERVED.results, { address: initial + index * SAVED_BYTES });
    code.op('ld', { rd: RESERVED.scratch, rs1: RESERVED.results, imm: 0 });
    code.op('csrrw', { rd: 0, rs1: RESERVED.scratch, imm: FCSR });
    for (let n = 0; n < 32; n++) {
      code.op('fld', { rd: n, rs1: RESERVED.results, imm: (FLOATS_AT + n) * 8 });
    }
    for (let n = 1; n < 31; n++) code.op('ld', { rd: n, rs1: RESERVED.results, imm: n * 8 });
    code.address(RESERVED.results, { address: results + index * SAVED_BYTES });
    const generator = new Generator(
      code,
      shape,
      (form, labels) => {
        const address = dataEnd;
        tables.push({ address, form, labels });
        dataEnd += labels.length * 8;
        return address;
      },
      LAYOUT.end,
    );
    generator.program();
    for (let n = 1; n < 31; n++) code.op('sd', { rs1: RESERVED.results, rs2: n, imm: n * 8 });
    for (let n = 0; n < 32; n++) {
      code.op('fsd', { rs1: RESERVED.results, rs2: n, imm: (FLOATS_AT + n) * 8 });
    }
    code.op('csrrs', { rd: RESERVED.scratch, rs1: 0, imm: FCSR });
    code.op('sd', { rs1: RESERVED.results, rs2: RESERVED.scratch, imm: 0 });
    const next = code.label();
    code.far(RESERVED.pointer, 'jalr', { rd: 0, rs1: RESERVED.pointer }, next);
    generator.subroutines();
    code.place(next);
    functions.push(start, ...generator.functions);
  }
  const outputBytes = buffer + BUFFER_BYTES - results;
  code.write(results, outputBytes);
  code.exit();
  code.place(handler);
  if (signals) writeSignalHandler(code, { address: buffer, size: BUFFER_BYTES });

  const text = code.bytes();
  const data = new Uint8Array(dataEnd - LAYOUT.data);
  data.set(new Uint8Array(registers.buffer));
  for (const table of tables) fillTable(data, table, code);
  return {
    elf: writeElf(LAYOUT.code, [
      { address: LAYOUT.code, bytes: text, flags: 5 },
      { address: LAYOUT.data, bytes: data, flags: 6, memorySize: LAYOUT.end - LAYOUT.data },
    ]),
    outputBytes,
    functions: functions.map((label) => code.addressOf(label)),
    code: { address: LAYOUT.code, size: text.length },
    data: { address: LAYOUT.data, size: (dataEnd - LAYOUT.data + 7) & ~7 },
    buffer,
  };
}

function fillTable(data: Uint8Array, { address, form, labels }: JumpTable, code: CodeWriter): void {
  const view = new DataView(data.buffer);
  for (const [n, label] of labels.entries()) {
    const target = code.addressOf(label);
    const at = address - LAYOUT.data + n * (form === 'absolute 8' ? 8 : 4);
    if (form === 'absolute 8') view.setBigUint64(at, BigInt(target), true);
    else view.setInt32(at, form === 'relative 4' ? target - address : target, true);
  }
}

/** Function symbols for these addresses. */
export function symbolsAt(addresses: readonly number[]): ElfSymbol[] {
  return addresses.map((address) => ({
    name: `f${address.toString(16)}`,
    address,
    size: 0,
    kind: 'function',
  }));
}

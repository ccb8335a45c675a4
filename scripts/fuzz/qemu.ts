import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Trap } from '@hart/machine';
import { type Batch, BUFFER_BYTES, LAYOUT, SAVED_BYTES } from './batch.ts';
import { FRAME_BYTES, SIGNAL_OF } from './signals.ts';

export const QEMU = 'qemu-riscv64';

/** The foreign oracle: runs a batch as a Linux process and says what is different there. */
export interface Qemu {
  /** A batch that ran to its end and wrote `output`. */
  compareOutput(batch: Batch, output: Uint8Array): Promise<string | undefined>;
  /** A batch with signal handlers that ended with a trap. */
  compareTrap(batch: Batch, trap: Trap, memory: Uint8Array): Promise<string | undefined>;
  close(): void;
}

/** Undefined if qemu is not installed. */
export function createQemu(): Qemu | undefined {
  if (spawnSync(QEMU, ['--version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'hart-fuzz-'));
  let files = 0;

  /** Exit status and what was written; a text if it did not end by itself. */
  async function run(elf: Uint8Array): Promise<{ status: number; stdout: Uint8Array } | string> {
    const path = join(folder, `${files++}.elf`);
    writeFileSync(path, elf, { mode: 0o755 });
    try {
      const options = { encoding: 'buffer', timeout: 10_000, maxBuffer: 2 ** 24 } as const;
      const { stdout } = await promisify(execFile)(QEMU, [path], options);
      return { status: 0, stdout };
    } catch (error) {
      const { code, signal, stdout } = error as {
        code: unknown;
        signal: unknown;
        stdout: Uint8Array;
      };
      return typeof code === 'number' ? { status: code, stdout } : `${QEMU} ended with ${signal}`;
    } finally {
      rmSync(path);
    }
  }

  return {
    async compareOutput({ elf, outputBytes }, output) {
      const result = await run(elf);
      if (typeof result === 'string') return result;
      if (result.status !== 0) return `${QEMU} ended with ${result.status}`;
      const { stdout } = result;
      const at = output.findIndex((byte, n) => byte !== stdout[n]);
      if (at < 0 && stdout.length === outputBytes) return undefined;
      const programs = (outputBytes - BUFFER_BYTES) / SAVED_BYTES;
      const program = Math.floor(at / SAVED_BYTES);
      const place = Math.floor((at % SAVED_BYTES) / 8);
      const name = place === 0 ? 'fcsr' : place < 32 ? `x${place}` : `f${place - 32}`;
      return program < programs
        ? `${name} of program ${program} differs from ${QEMU}`
        : `the data buffer differs from ${QEMU} at ${at - programs * SAVED_BYTES}`;
    },
    async compareTrap({ elf, buffer }, { cause, pc, registers }, memory) {
      const result = await run(elf);
      if (typeof result === 'string') return result;
      const { status, stdout } = result;
      if (status !== SIGNAL_OF[cause]) return `${QEMU} ended with ${status} instead of a ${cause}`;
      const frame = new DataView(stdout.buffer, stdout.byteOffset, FRAME_BYTES);
      for (let n = 0; n < 32; n++) {
        const expected = frame.getBigUint64(8 * n, true);
        const found = n === 0 ? pc : registers[n];
        if (expected === found) continue;
        const name = n === 0 ? 'pc' : `x${n}`;
        return `${name} is 0x${found?.toString(16)}, in ${QEMU} 0x${expected.toString(16)}`;
      }
      const at = buffer - LAYOUT.window.base;
      const difference = Buffer.compare(
        stdout.subarray(FRAME_BYTES),
        memory.subarray(at, at + BUFFER_BYTES),
      );
      return difference === 0 ? undefined : `the data buffer differs from ${QEMU}`;
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

import type { WriteStream } from 'node:tty';

/** Where a long command says what it is doing. Nothing of it is part of the result. */
export interface Progress {
  /** Says what is going on; `fraction` (0 to 1) draws a bar. */
  show(what: string, fraction?: number): void;
  /** Says something that stays, also where there is no terminal. */
  note(line: string): void;
  /** Removes the line. */
  end(): void;
}

const BAR_WIDTH = 24;

/** One line that rewrites itself, on a terminal; elsewhere notes alone. */
export function createProgress(stream: WriteStream): Progress {
  if (!stream.isTTY) return { show() {}, note: (line) => stream.write(`${line}\n`), end() {} };
  const draw = (text: string) => stream.write(`\r\x1b[2K${text.slice(0, stream.columns - 1)}`);
  return {
    show(what, fraction) {
      if (fraction === undefined) {
        draw(`${what} …`);
      } else {
        const filled = Math.round(fraction * BAR_WIDTH);
        draw(`[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${what}`);
      }
    },
    note(line) {
      draw('');
      stream.write(`${line}\n`);
    },
    end() {
      draw('');
    },
  };
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unwritable, writeOutputFile } from '../../files.ts';

const ROOT = new URL('../../../../../', import.meta.url);

/** Writes files below the repository. Throws FILE_UNWRITABLE. */
export function writeReportFiles(files: readonly { path: string; text: string }[]): void {
  for (const { path, text } of files) {
    const file = fileURLToPath(new URL(path, ROOT));
    try {
      mkdirSync(dirname(file), { recursive: true });
    } catch (error) {
      throw unwritable(file, error);
    }
    writeOutputFile(file, text);
  }
}

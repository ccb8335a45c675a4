import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** A committed guest, compared with the manifest. */
export interface PrebuiltGuest {
  file: string;
  state: 'ok' | 'missing' | 'changed';
  /** SHA-256 as the manifest has it. */
  sha256: string;
}

const PREBUILT = new URL('../../../../../guests/prebuilt/', import.meta.url);

/** Compares the committed guests with their manifest; undefined if there is no manifest. */
export function checkPrebuiltGuests(): PrebuiltGuest[] | undefined {
  const path = new URL('manifest.json', PREBUILT);
  if (!existsSync(path)) return undefined;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { sha256: string }>;
  return Object.entries(manifest).map(([name, { sha256 }]) => {
    const file = `${name}.elf`;
    const elf = new URL(file, PREBUILT);
    if (!existsSync(elf)) return { file, state: 'missing', sha256 };
    const found = createHash('sha256').update(readFileSync(elf)).digest('hex');
    return { file, state: found === sha256 ? 'ok' : 'changed', sha256 };
  });
}

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HartError } from '@hart/errors';
import { type AccelerationLevel, type GuestName, guestFile } from './guest.ts';

/** Where a built guest lies in the repository; the prebuilt one is in the published package as well. */
export function guestPath(guest: GuestName, level?: AccelerationLevel): string {
  return fileURLToPath(new URL(`../../../guests/${guestFile(guest, level)}`, import.meta.url));
}

const built = new Map<string, Promise<Uint8Array>>();

/**
 * The ELF of a built guest, read once.
 *
 * @throws GUEST_FILE, GUEST_NOT_ACCELERATED
 */
export async function readGuest(guest: GuestName, level?: AccelerationLevel): Promise<Uint8Array> {
  const path = guestPath(guest, level);
  let bytes = built.get(path);
  if (bytes === undefined) {
    bytes = readGuestFile(path);
    // A failure is not kept: the file may be there the next time.
    bytes.catch(() => built.delete(path));
    built.set(path, bytes);
  }
  return bytes;
}

async function readGuestFile(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new HartError('GUEST_FILE', { path, why }, { cause });
  }
}

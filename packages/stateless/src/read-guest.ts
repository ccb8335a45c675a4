import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HartError } from '@hart/errors';
import { GUESTS, type GuestName } from './guest.ts';

/** Where a built guest lies in the repository; the prebuilt one is in the published package as well. */
export function guestPath(guest: GuestName): string {
  return fileURLToPath(new URL(`../../../guests/${GUESTS[guest].file}`, import.meta.url));
}

const built = new Map<GuestName, Promise<Uint8Array>>();

/**
 * The ELF of a built guest, read once.
 *
 * @throws GUEST_FILE
 */
export function readGuest(guest: GuestName): Promise<Uint8Array> {
  let bytes = built.get(guest);
  if (bytes === undefined) {
    bytes = readGuestFile(guestPath(guest));
    // A failure is not kept: the file may be there the next time.
    bytes.catch(() => built.delete(guest));
    built.set(guest, bytes);
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

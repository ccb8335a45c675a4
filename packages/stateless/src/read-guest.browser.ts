import { HartError } from '@hart/errors';
import { type AccelerationLevel, type GuestName, guestFile } from './guest.ts';

/**
 * What bundlers for browsers take instead of `read-guest.ts`: a page fetches the guest itself, from
 * wherever it keeps it, and gives it to `validateBlock` as `elf`.
 *
 * @throws GUEST_FILE, always
 */
export async function readGuest(guest: GuestName, level?: AccelerationLevel): Promise<Uint8Array> {
  const why = 'a browser has no files; fetch the guest and pass it as `elf`';
  throw new HartError('GUEST_FILE', { path: guestFile(guest, level), why });
}

import { HartError } from '@hart/errors';
import { describeValue, fromFixedHex, type Hex } from './hex.ts';

/**
 * A 32-byte hash as lower-case hex.
 *
 * @throws HASH_MALFORMED; `name` says which argument or field it was.
 */
export function checkHash(name: string, value: unknown): Hex {
  if (fromFixedHex(value, 32) === undefined) {
    throw new HartError('HASH_MALFORMED', { name, found: describeValue(value) });
  }
  return (value as string).toLowerCase() as Hex;
}

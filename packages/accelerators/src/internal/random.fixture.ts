/** Numbers that tests can repeat: xorshift with a fixed seed. */
let state = 0x9e3779b97f4a7c15n;

function word(): bigint {
  state ^= (state << 13n) & 0xffff_ffff_ffff_ffffn;
  state ^= state >> 7n;
  state ^= (state << 17n) & 0xffff_ffff_ffff_ffffn;
  return state;
}

/** A number of at most so many words; every fourth time a few bits, or all of them. */
export function randomWords(count: number): bigint {
  const kind = word() % 8n;
  if (kind === 0n) return word() % 3n;
  if (kind === 1n) return (1n << BigInt(64 * count)) - 1n - (word() % 3n);
  let value = 0n;
  for (let index = 0; index < count; index++) value = (value << 64n) | word();
  return value;
}

/** A number below `limit`, often one at its ends. */
export function randomBelow(limit: bigint): bigint {
  const kind = word() % 16n;
  if (kind === 0n) return (word() % 3n) % limit;
  if (kind === 1n) return limit - 1n - ((word() % 3n) % limit);
  return randomWords(8) % limit;
}

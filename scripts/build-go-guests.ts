/**
 * Builds the guests in Go into `guests/target/go`, those whose sources have changed.
 *
 *     node scripts/build-go-guests.ts [--check] [NAME…]    all, or only these
 *
 * With --check each is built a second time in another folder, and the bytes must be the same.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildGoGuest, GO_GUESTS, type GoGuestName, readGoVersion } from './go-guests.ts';
import { sha256 } from './guests.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' } },
});
const names = Object.keys(GO_GUESTS) as GoGuestName[];
const unknown = positionals.find((name) => !names.some((known) => known === name));
if (unknown !== undefined) {
  console.error(`There is no guest ${unknown}; there are ${names.join(', ')}.`);
  process.exit(2);
}
console.log(readGoVersion());
for (const name of names) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const bytes = readFileSync(buildGoGuest(name));
  console.log(`${sha256(bytes)}  ${name}  ${bytes.length} bytes`);
  if (values.check && !isReproduced(name, sha256(bytes))) {
    console.log(`FAIL  ${name}: a second build gave other bytes`);
    process.exitCode = 1;
  }
}

function isReproduced(name: GoGuestName, hash: string): boolean {
  const scratch = mkdtempSync(join(tmpdir(), 'hart-go-'));
  try {
    return sha256(readFileSync(buildGoGuest(name, join(scratch, name)))) === hash;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

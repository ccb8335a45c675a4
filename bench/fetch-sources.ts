import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Guest } from './guests.ts';

/** The folder with a package's sources, or why it cannot be had. */
type Sources = { folder: string } | { why: string };

/**
 * Fetches a package through npm, once, into a folder of its own below `packages`, and unpacks the
 * sources in it. Nothing is unpacked whose checksum is not the pinned one.
 */
export function fetchSources(
  { name, integrity, folder }: NonNullable<Guest['package']>,
  packages: string,
): Sources {
  const own = join(packages, name.replaceAll('/', '-'));
  const complete = join(own, 'complete');
  const sources = { folder: join(own, 'package', folder) };
  if (existsSync(complete) && readFileSync(complete, 'utf8') === integrity) return sources;

  process.stderr.write(`fetching ${name}\n`);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  const { status, stdout } = spawnSync('npm', ['pack', name, '--json', '--pack-destination', own], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 120_000,
  });
  if (status !== 0) return { why: `npm could not fetch ${name}` };
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) return { why: `npm fetched nothing for ${name}` };
  const archive = join(own, packed.filename);
  const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (digest !== integrity) return { why: `${name} has the checksum ${digest}, not ${integrity}` };
  const tar = spawnSync('tar', ['-xzf', archive, '-C', own, `package/${folder}`]);
  if (tar.status !== 0) return { why: `tar could not unpack ${name}` };
  rmSync(archive);
  writeFileSync(complete, integrity);
  return sources;
}

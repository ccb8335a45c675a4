import { readFileSync } from 'node:fs';
import process from 'node:process';

/** `hart 0.1.0 (node 26.10.0, v8 14.6.202.34)`. */
export function versionText(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return `hart ${version} (node ${process.versions.node}, v8 ${process.versions.v8})`;
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A folder of the conformance data, which lies beside the repository in `shared/data`. Says what is
 * skipped and gives undefined if it is not there.
 */
export function dataFolder(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  console.log(`skipped: no conformance data in ../shared/data/${name}`);
  return undefined;
}

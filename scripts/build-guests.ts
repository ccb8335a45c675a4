/**
 * Builds every guest, reproducibly, into `guests/prebuilt` with a manifest of hashes and toolchain versions.
 *
 *     node scripts/build-guests.ts              build and write guests/prebuilt
 *     node scripts/build-guests.ts --check      build elsewhere and compare: same toolchain, same bytes
 *     node scripts/build-guests.ts --sources    only compare hashes; needs no toolchain
 *
 * The same sources and the same toolchain give the same bytes in any folder on any machine: dependencies are locked,
 * and no path of the machine gets into an ELF. A check with another toolchain says so and leaves its ELFs, whose
 * paths it prints, to be tested; its exit code is 0.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import {
  buildGuest,
  GUESTS,
  type GuestName,
  guestsFolder,
  hashSources,
  readToolchain,
  sha256,
  type Toolchain,
} from './guests.ts';

/** What is recorded of each prebuilt ELF. */
interface Entry {
  sha256: string;
  bytes: number;
  sourcesSha256: string;
  toolchain: Toolchain;
}

const names = Object.keys(GUESTS) as GuestName[];
const prebuilt = join(guestsFolder, 'prebuilt');
const manifestPath = join(prebuilt, 'manifest.json');

const [mode, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (mode !== undefined && mode !== '--check' && mode !== '--sources')) {
  console.error('usage: node scripts/build-guests.ts [--check | --sources]');
  process.exit(2);
}

if (mode === undefined) build();
else if (mode === '--check') check();
else if (compareSources() > 0) process.exitCode = 1;

function build(): void {
  const manifest: Partial<Record<GuestName, Entry>> = {};
  mkdirSync(prebuilt, { recursive: true });
  for (const name of names) {
    const elf = buildGuest(name, join(guestsFolder, 'target'));
    copyFileSync(elf, elfPath(name));
    manifest[name] = describe(name, elf);
    console.log(`${manifest[name].sha256}  ${name}.elf  ${manifest[name].bytes} bytes`);
  }
  writeFileSync(manifestPath, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function check(): void {
  let failed = compareSources();
  const manifest = readManifest();
  const scratch = mkdtempSync(join(tmpdir(), 'hart-guests-'));
  let keep = false;
  for (const name of names) {
    const built = buildGuest(name, scratch);
    const recorded = manifest[name];
    const fresh = describe(name, built);
    const differences = recorded ? toolchainDifferences(recorded.toolchain, fresh.toolchain) : [];
    if (recorded?.sha256 === fresh.sha256) {
      console.log(`ok    ${name}: the same ${fresh.bytes} bytes`);
    } else if (recorded && differences.length > 0) {
      keep = true;
      console.log(
        `other ${name}: another toolchain (${differences.join(', ')}), fresh ELF: ${built}`,
      );
    } else {
      keep = true;
      failed++;
      console.log(`FAIL  ${name}: the same toolchain gave other bytes: ${built}`);
    }
  }
  if (!keep) rmSync(scratch, { recursive: true });
  if (failed > 0) process.exitCode = 1;
}

/** Compares the sources and the ELFs with what the manifest says of them. Returns how many are wrong. */
function compareSources(): number {
  const manifest = readManifest();
  let failed = 0;
  for (const name of names) {
    const recorded = manifest[name];
    const problem = !recorded
      ? 'not in the manifest'
      : recorded.sourcesSha256 !== hashSources(name)
        ? 'its sources have changed since it was built'
        : recorded.sha256 !== sha256(readFileSync(elfPath(name)))
          ? 'the ELF is not the one that the manifest names'
          : undefined;
    if (problem === undefined) continue;
    failed++;
    console.log(`FAIL  ${name}: ${problem}; run \`npm run guests\``);
  }
  return failed;
}

function describe(name: GuestName, elf: string): Entry {
  const bytes = readFileSync(elf);
  return {
    sha256: sha256(bytes),
    bytes: bytes.length,
    sourcesSha256: hashSources(name),
    toolchain: readToolchain(name),
  };
}

function readManifest(): Partial<Record<GuestName, Entry>> {
  return JSON.parse(readFileSync(manifestPath, 'utf8'));
}

function elfPath(name: GuestName): string {
  return join(prebuilt, basename(`${name}.elf`));
}

function toolchainDifferences(recorded: Toolchain, present: Toolchain): string[] {
  const tools = new Set([...Object.keys(recorded), ...Object.keys(present)]);
  return [...tools]
    .filter((tool) => recorded[tool] !== present[tool])
    .map((tool) => `${tool}: recorded ${recorded[tool]}, here ${present[tool]}`);
}

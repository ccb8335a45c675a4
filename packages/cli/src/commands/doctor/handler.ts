import { availableParallelism, freemem, release, totalmem } from 'node:os';
import process from 'node:process';
import { HartError } from '@hart/errors';
import type { CommandResult } from '../../command.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { table } from '../../text.ts';
import { cacheDirectory, measureTranslationCache } from '../../translation-cache.ts';
import { checkPrebuiltGuests, type PrebuiltGuest } from './prebuilt-guests.ts';
import { findToolchains } from './toolchains.ts';
import { hasFeature, WASM_FEATURES } from './wasm-features.ts';

/** `fail`: Hart cannot run. `note`: something optional is missing. */
interface Check {
  status: 'ok' | 'note' | 'fail';
  what: string;
  found: string;
}

const MINIMUM_NODE = 24;
const GIB = 2 ** 30;
/** A guest's address space is one WebAssembly memory of 4 GiB, reserved but not filled. */
const GUEST_PAGES = 65536;

/** `hart doctor`. */
export async function handle(): Promise<CommandResult> {
  const node = {
    version: process.versions.node,
    v8: process.versions.v8,
    path: process.execPath,
    source: /node_modules[\\/]node-/.test(process.execPath) ? 'pinned' : 'system',
  };
  const platform = {
    os: process.platform,
    release: release(),
    arch: process.arch,
    cores: availableParallelism(),
    memory: { total: totalmem(), available: freemem() },
  };
  const wasm = Object.fromEntries(WASM_FEATURES.map((row) => [row.name, hasFeature(row)]));
  const addressSpace = canReserve(GUEST_PAGES);
  const guests = checkPrebuiltGuests();
  const toolchains = findToolchains();
  const cache = { directory: cacheDirectory(), ...measureTranslationCache() };

  const checks: Check[] = [
    {
      status: Number.parseInt(node.version, 10) >= MINIMUM_NODE ? 'ok' : 'fail',
      what: 'node',
      found: `${node.version} (${node.source}), V8 ${node.v8}`,
    },
    {
      status: 'ok',
      what: 'platform',
      found: `${platform.os} ${platform.release} ${platform.arch}, ${platform.cores} cores`,
    },
    {
      status: platform.memory.available < GIB ? 'note' : 'ok',
      what: 'memory',
      found: `${gib(platform.memory.available)} of ${gib(platform.memory.total)} GiB available`,
    },
    {
      status: addressSpace ? 'ok' : 'fail',
      what: 'address space',
      found: addressSpace
        ? 'a 4 GiB WebAssembly memory can be reserved'
        : 'a 4 GiB WebAssembly memory cannot be reserved; raise `ulimit -v`',
    },
    ...WASM_FEATURES.map(({ name, required }): Check => {
      const there = wasm[name] === true;
      return {
        status: there ? 'ok' : required ? 'fail' : 'note',
        what: `wasm ${name}`,
        found: there ? 'yes' : required ? 'no' : 'no (not needed)',
      };
    }),
    {
      status: 'ok',
      what: 'cache',
      found: `${cache.directory}: ${cache.files} translated programs, ${mib(cache.bytes)} MiB`,
    },
    ...guestChecks(guests),
    ...toolchains.map(
      ({ name, found, purpose, debian }): Check => ({
        status: found === null ? 'note' : 'ok',
        what: name,
        found: found ?? `missing; for ${purpose}: apt-get install ${debian}`,
      }),
    ),
  ];
  const failed = checks.filter(({ status }) => status === 'fail').map(({ what }) => what);
  return {
    exitCode: failed.length === 0 ? EXIT_CODES.OK.code : EXIT_CODES.ENVIRONMENT.code,
    data: {
      ok: failed.length === 0,
      node,
      platform,
      wasm,
      guests: guests ?? [],
      toolchains,
      cache,
      checks,
    },
    stdout: table(
      checks.map(({ status, what, found }) => [status === 'fail' ? 'FAIL' : status, what, found]),
    ),
    errors:
      failed.length === 0 ? [] : [new HartError('ENVIRONMENT_UNFIT', { what: failed.join(', ') })],
  };
}

function guestChecks(guests: PrebuiltGuest[] | undefined): Check[] {
  if (guests === undefined) {
    return [{ status: 'fail', what: 'guests', found: 'guests/prebuilt/manifest.json is missing' }];
  }
  return guests.map(({ file, state, sha256 }) => ({
    status: state === 'ok' ? 'ok' : 'fail',
    what: `guest ${file}`,
    found:
      state === 'ok' ? `sha256 ${sha256.slice(0, 16)}…` : `${state}: not what the manifest says`,
  }));
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function gib(bytes: number): string {
  return (bytes / GIB).toFixed(1);
}

function canReserve(pages: number): boolean {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages }) !== undefined;
  } catch {
    return false;
  }
}

import { PROTECTION, type Region } from '../address-space.ts';
import { FAIL } from '../errno.ts';
import type { RandomBytes } from '../random.ts';
import type { FileStatus, OpenFile } from './file.ts';
import type { FileTree } from './file-tree.ts';

const always = () => ({ read: true, write: true });

/** What every Linux has: `/dev`, and the part of `/proc` that libraries look at. */
export function addSystemFiles(
  tree: FileTree,
  random: RandomBytes,
  path: string,
  args: readonly string[],
  regions: () => readonly Readonly<Region>[],
): void {
  const device = (
    name: string,
    read: (size: number) => Uint8Array,
    write = (bytes: Uint8Array) => bytes.length,
  ): void =>
    tree.addDevice(
      `/dev/${name}`,
      (at: string, status: FileStatus, flags: number): OpenFile => ({
        ...{ path: at, status, flags, position: 0, read, write, ready: always },
      }),
    );
  const randomBytes = (size: number): Uint8Array => {
    const bytes = new Uint8Array(Math.min(size, 65536));
    random(bytes);
    return bytes;
  };
  device('null', () => new Uint8Array());
  device('zero', (size) => new Uint8Array(Math.min(size, 65536)));
  device(
    'full',
    (size) => new Uint8Array(Math.min(size, 65536)),
    () => FAIL.ENOSPC,
  );
  device('random', randomBytes);
  device('urandom', randomBytes);

  const text = (value: string) => new TextEncoder().encode(value);
  tree.addLink('/proc/self/exe', path);
  tree.addFile('/proc/self/maps', () => text(regions().map(mapsLine).join('')));
  tree.addFile('/proc/self/cmdline', () => text(args.map((arg) => `${arg}\0`).join('')));
  tree.addFile('/sys/devices/system/cpu/online', () => text('0\n'));
  tree.addDirectory('/tmp');
}

function mapsLine({ start, end, protection }: Readonly<Region>): string {
  const hex = (address: number) => address.toString(16).padStart(8, '0');
  const can = (bit: number, letter: string) => ((protection & bit) !== 0 ? letter : '-');
  const { read, write, execute } = PROTECTION;
  const bits = can(read, 'r') + can(write, 'w') + can(execute, 'x');
  return `${hex(start)}-${hex(end)} ${bits}p 00000000 00:00 0 \n`;
}

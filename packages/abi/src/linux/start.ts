import type { HartView } from '@hart/machine';
import type { Elf } from '@hart/riscv';
import type { GuestRam } from './guest-ram.ts';
import { PROCESS_ID } from './kernel.ts';
import { PAGE } from './layout.ts';
import type { RandomBytes } from './random.ts';

/** Entries of the auxiliary vector (linux/auxvec.h). */
const AUXILIARY = {
  null: 0,
  programHeaders: 3,
  programHeaderSize: 4,
  programHeaderCount: 5,
  pageSize: 6,
  base: 7,
  flags: 8,
  entry: 9,
  userId: 11,
  effectiveUserId: 12,
  groupId: 13,
  effectiveGroupId: 14,
  hardware: 16,
  clockTicks: 17,
  secure: 23,
  random: 25,
  path: 31,
} as const;

/** `AT_HWCAP`: one bit for each single-letter extension. */
const HARDWARE = ['a', 'c', 'd', 'f', 'i', 'm'].reduce(
  (bits, letter) => bits | (1 << (letter.charCodeAt(0) - 'a'.charCodeAt(0))),
  0,
);

/** Arguments and environment may take a quarter of the stack, as in Linux. */
export const MAX_STRINGS = 2 * 1024 * 1024;

/**
 * Puts arguments, environment and auxiliary vector on the stack that ends at `top`, as the psABI wants it
 * for a program's start, and points the stack pointer there.
 */
export function prepareStack(
  hart: HartView,
  ram: GuestRam,
  elf: Elf,
  top: number,
  path: string,
  args: readonly string[],
  variables: readonly string[],
  random: RandomBytes,
): void {
  let at = top - 8;
  const push = (bytes: Uint8Array): number => {
    at -= bytes.length;
    ram.bytes(at, bytes.length).set(bytes);
    return at;
  };
  const pushText = (text: string): number => push(new TextEncoder().encode(`${text}\0`));

  const pathAt = pushText(path);
  const variablesAt = variables.map(pushText);
  const argumentsAt = args.map(pushText);
  const seed = new Uint8Array(16);
  random(seed);
  const randomAt = push(seed);
  const { programHeaders } = elf;
  const auxiliary: number[] = [
    ...(programHeaders === undefined
      ? []
      : [
          ...[AUXILIARY.programHeaders, programHeaders.address],
          ...[AUXILIARY.programHeaderSize, 56],
          ...[AUXILIARY.programHeaderCount, programHeaders.count],
        ]),
    ...[AUXILIARY.pageSize, PAGE],
    ...[AUXILIARY.base, 0],
    ...[AUXILIARY.flags, 0],
    ...[AUXILIARY.entry, elf.entry],
    ...[AUXILIARY.userId, PROCESS_ID],
    ...[AUXILIARY.effectiveUserId, PROCESS_ID],
    ...[AUXILIARY.groupId, PROCESS_ID],
    ...[AUXILIARY.effectiveGroupId, PROCESS_ID],
    ...[AUXILIARY.hardware, HARDWARE],
    ...[AUXILIARY.clockTicks, 100],
    ...[AUXILIARY.secure, 0],
    ...[AUXILIARY.random, randomAt],
    ...[AUXILIARY.path, pathAt],
    ...[AUXILIARY.null, 0],
  ];
  const words = [args.length, ...argumentsAt, 0, ...variablesAt, 0, ...auxiliary];
  const sp = Math.floor((at - 8 * words.length) / 16) * 16;
  for (const [n, word] of words.entries()) ram.setU64(sp + 8 * n, word);
  hart.x[2] = BigInt(sp);
}

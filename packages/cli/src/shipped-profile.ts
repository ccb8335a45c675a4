import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FunctionSamples } from '@hart/machine';

/** A guest of ours whose profile comes with it; `scripts/train-profile.ts` writes it. */
interface ShippedProfile {
  /** SHA-256 of the ELF that it is about. */
  elf: string;
  /** What the guest ran. */
  trainedOn: string;
  /** Address of each function in hexadecimal, and its samples; the most frequent first. */
  functions: readonly (readonly [pc: string, samples: number])[];
}

const PREBUILT = new URL('../../../guests/prebuilt/', import.meta.url);
const GUESTS = ['stateless', 'stateless-lean', 'stateless-fat'];

/** The profile that comes with this program, if it is one of the prebuilt guests. */
export function shippedProfile(elf: Uint8Array): readonly FunctionSamples[] {
  const sha256 = hash('sha256', elf);
  const shipped = GUESTS.map(readShipped).find((profile) => profile?.elf === sha256);
  return shipped?.functions.map(([pc, samples]) => ({ pc: Number(pc), samples })) ?? [];
}

function readShipped(guest: string): ShippedProfile | undefined {
  try {
    return JSON.parse(readFileSync(new URL(`${guest}.profile.json`, PREBUILT), 'utf8'));
  } catch {
    return undefined;
  }
}

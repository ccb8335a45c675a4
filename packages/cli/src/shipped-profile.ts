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

const SHIPPED = new URL('../../../guests/prebuilt/stateless.profile.json', import.meta.url);

/** The profile that comes with this program, if it is the prebuilt guest. */
export function shippedProfile(elf: Uint8Array): readonly FunctionSamples[] {
  let shipped: ShippedProfile;
  try {
    shipped = JSON.parse(readFileSync(SHIPPED, 'utf8'));
  } catch {
    return [];
  }
  if (shipped.elf !== hash('sha256', elf)) return [];
  return shipped.functions.map(([pc, samples]) => ({ pc: Number(pc), samples }));
}

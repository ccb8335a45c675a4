/** What programs asked of their environment, as `scripts/system-calls.ts` measures it. */
export interface SystemCallsReport {
  date: string;
  /** What the programs were built with. */
  toolchains: readonly string[];
  programs: readonly MeasuredProgram[];
}

export interface MeasuredProgram {
  /** Column head of the tables. */
  name: string;
  /** What it does, and with which settings. */
  about: string;
  /** The smallest environment that suffices. */
  tier: 'zkvm' | 'linux-basic' | 'linux-advanced';
  /** How often each Linux call was issued, by name. */
  calls: Readonly<Record<string, number>>;
  steps: number;
  /** Bytes of memory in pages that are not all zero at the end. */
  memory: number;
}

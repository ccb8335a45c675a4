/** The programs that speak this package's input and output, by the name that `--guest` takes. */
export const GUESTS = {
  rust: { file: 'stateless.elf' },
} as const satisfies Record<string, { file: string }>;

export type GuestName = keyof typeof GUESTS;

import type { Outcome } from '@hart/machine';
import { REGISTER_NAMES } from '@hart/riscv';
import { hex, table } from './text.ts';

type Trap = Extract<Outcome, { kind: 'trap' }>;

const COLUMNS = 3;

/** `0x80000010 (main+0x1c)`. */
export function trapPlace({ pc, symbol }: Trap): string {
  return symbol === undefined ? hex(pc) : `${hex(pc)} (${symbol})`;
}

/** The cause, with what the environment says about it. */
export function trapCause({ cause, text }: Trap): string {
  return text === undefined ? cause : `${cause} (${text})`;
}

/** What `--json` says about a trap; numbers are hex strings. */
export function trapData(trap: Trap): Record<string, unknown> {
  const { kind, registers, ...rest } = trap;
  return {
    ...rest,
    registers: Object.fromEntries(
      REGISTER_NAMES.map((name, index) => [name, hex(registers[index] ?? 0n)]),
    ),
  };
}

/** Everything known about a trap, for a person: where, which instruction, the address, all registers. */
export function trapReport(trap: Trap): string {
  const facts = [
    ['cause', trap.cause],
    ...(trap.text === undefined ? [] : [['reason', trap.text]]),
    ['pc', hex(trap.pc, 16)],
    ...(trap.symbol === undefined ? [] : [['symbol', trap.symbol]]),
    ['instruction', trap.instruction || '(nothing could be fetched)'],
    ...(trap.address === undefined ? [] : [['address', hex(trap.address, 16)]]),
    ...(trap.call === undefined ? [] : [['call', trap.callText ?? `a7 = ${trap.call}`]]),
  ];
  const rows = Math.ceil(REGISTER_NAMES.length / COLUMNS);
  const registers = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => column * rows + row)
      .filter((index) => index < REGISTER_NAMES.length)
      .flatMap((index) => [REGISTER_NAMES[index] ?? '', hex(trap.registers[index] ?? 0n, 16)]),
  );
  return `trap\n${table(facts, { indent: 2 })}registers\n${table(registers, { indent: 2 })}`;
}

/** Left-aligned columns, two spaces apart; every line ends with a newline. */
export function table(
  rows: readonly (readonly string[])[],
  { indent = 0 }: { indent?: number } = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
      return `${' '.repeat(indent)}${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** `1234567` → `1,234,567`. */
export function grouped(value: number | bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number with about three significant digits: `1,534`, `98.1`, `0.021`. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value >= 100) return grouped(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toPrecision(2);
}

/** A time for people: `1.3 s`, `110 ms`, `0.9 ms`. */
export function duration(seconds: number): string {
  if (seconds >= 1) return `${significant(seconds)} s`;
  const milliseconds = seconds * 1000;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** `0x` and `digits` or more lower-case hex digits. */
export function hex(value: bigint | number, digits = 0): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** `0x` and two hex digits a byte. */
export function bytesToHex(bytes: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;
}

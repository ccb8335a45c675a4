/** A place where a function may leave; known to the host, so that code only carries its number. */
export interface ExitPoint {
  pc: number;
  /** One of `EXIT`. */
  reason: number;
  /** Steps already subtracted but not executed, to be added to the remaining ones. */
  unexecuted: number;
  /** Values that the current block has logged beyond the log pointer. */
  logged: number;
  /** Taken because a check for several accesses failed, though each alone may be fine. */
  grouped: boolean;
}

/** A function's exit points by number, in columns: there are hundreds in a large one. */
export interface ExitPoints {
  pcs: Float64Array;
  /** The other fields, in bits. */
  packed: Uint32Array;
}

const SHIFT = { grouped: 4, unexecuted: 8, logged: 16 } as const;

export function packExitPoints(points: readonly ExitPoint[]): ExitPoints {
  return {
    pcs: Float64Array.from(points, ({ pc }) => pc),
    packed: Uint32Array.from(
      points,
      ({ reason, grouped, unexecuted, logged }) =>
        reason |
        (Number(grouped) << SHIFT.grouped) |
        (unexecuted << SHIFT.unexecuted) |
        (logged << SHIFT.logged),
    ),
  };
}

export function exitPointAt({ pcs, packed }: ExitPoints, number: number): ExitPoint {
  const bits = packed[number] as number;
  return {
    pc: pcs[number] as number,
    reason: bits & 0xf,
    grouped: ((bits >>> SHIFT.grouped) & 1) === 1,
    unexecuted: (bits >>> SHIFT.unexecuted) & 0xff,
    logged: bits >>> SHIFT.logged,
  };
}

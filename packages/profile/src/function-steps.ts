import type { SourceProfile } from './source-profile.ts';

/** What one function cost. */
export interface FunctionSteps {
  name: string;
  /** Steps in its own code. With debug information, that of what was inlined into it is not. */
  exclusive: number;
  /** Steps while it stood on the path of calls, however often. */
  inclusive: number;
}

/** The functions of a profile by name, the most expensive ones in themselves first. */
export function functionSteps({ functions, locations, nodes }: SourceProfile): FunctionSteps[] {
  const byName = new Map<string, FunctionSteps>();
  const rows = functions.map(({ name }) => {
    const row = byName.get(name) ?? { name, exclusive: 0, inclusive: 0 };
    byName.set(name, row);
    return row;
  });

  const totals = nodes.map(({ samples }) => samples.reduce((sum, { steps }) => sum + steps, 0));
  const children: number[][] = nodes.map(() => []);
  for (let n = nodes.length - 1; n >= 0; n--) {
    const { parent } = nodes[n]!;
    if (parent < 0) continue;
    totals[parent]! += totals[n]!;
    children[parent]!.push(n);
  }

  const path = new Set<FunctionSteps>();
  /** Adds `steps` to the functions at a location that are not on the path yet, and returns them. */
  function include(location: number, steps: number): FunctionSteps[] {
    const fresh = new Set<FunctionSteps>();
    for (const { function: number } of locations[location]?.lines ?? []) {
      const row = rows[number]!;
      if (!path.has(row)) fresh.add(row);
    }
    for (const row of fresh) row.inclusive += steps;
    return [...fresh];
  }
  // As deep as the call tree, which the machine limits.
  function visit(n: number): void {
    const { call, samples } = nodes[n]!;
    const entered = include(call, totals[n]!);
    for (const row of entered) path.add(row);
    for (const { location, steps } of samples) {
      include(location, steps);
      const innermost = locations[location]!.lines[0]!;
      rows[innermost.function]!.exclusive += steps;
    }
    for (const child of children[n]!) visit(child);
    for (const row of entered) path.delete(row);
  }
  for (const [n, { parent }] of nodes.entries()) if (parent < 0) visit(n);
  return [...byName.values()].sort(
    (a, b) => b.exclusive - a.exclusive || b.inclusive - a.inclusive || (a.name < b.name ? -1 : 1),
  );
}

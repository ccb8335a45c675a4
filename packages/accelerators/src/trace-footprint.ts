import type { Parameter } from './accelerator.ts';

/** What the operands of one call take in a trace, in bytes; each operand is filled up to a multiple of eight. */
export interface TraceFootprint {
  /** Operands whose size does not depend on the call. */
  fixed: number;
  /** Bytes of one unit of each operand that is as long as the call says, by the parameter that says it. */
  perUnit: Readonly<Record<string, number>>;
}

/** What the machine logs of a successful call: everything that is read, then everything that is written. */
export function traceFootprint(parameters: readonly Parameter[]): TraceFootprint {
  let fixed = 0;
  const perUnit: Record<string, number> = {};
  const add = (name: string, bytes: number) => {
    perUnit[name] = (perUnit[name] ?? 0) + bytes;
  };
  for (const parameter of parameters) {
    switch (parameter.kind) {
      case 'input':
      case 'output':
        fixed += padded(parameter.bytes);
        break;
      case 'inout':
        fixed += 2 * padded(parameter.bytes);
        break;
      case 'data':
        add(parameter.name, parameter.unit);
        break;
      case 'result':
        add(parameter.sizeOf, 1);
        break;
      case 'number':
        break;
    }
  }
  return { fixed, perUnit };
}

function padded(bytes: number): number {
  return (bytes + 7) & ~7;
}

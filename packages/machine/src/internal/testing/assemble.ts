import {
  type CompressedMnemonic,
  encode,
  encodeCompressed,
  type Mnemonic,
  type Operands,
} from '@hart/riscv';

/** Operands of one line; `to` names a label whose distance from here (or `from`) becomes the immediate. */
type LineOperands = Operands & { readonly to?: string; readonly from?: string };

/**
 * One piece of a program: `'name:'` defines a label, a pair is an instruction, bytes are themselves,
 * `word`, `half` and `quad` are data (`relativeTo`: the label's distance from another label).
 */
export type Line =
  | string
  | readonly [Mnemonic | CompressedMnemonic, LineOperands?]
  | Uint8Array
  | { readonly half: number }
  | { readonly word: number }
  | { readonly quad: string }
  | { readonly word: string; readonly relativeTo: string };

export interface Assembled {
  bytes: Uint8Array;
  /** Addresses of the labels. */
  labels: ReadonlyMap<string, number>;
}

function sizeOf(line: Line): number {
  if (typeof line === 'string') return 0;
  if (line instanceof Uint8Array) return line.length;
  if ('half' in line) return 2;
  if ('word' in line) return 4;
  if ('quad' in line) return 8;
  return line[0].startsWith('c.') ? 2 : 4;
}

/** Turns lines into bytes for the address `base`. */
export function assemble(lines: readonly Line[], base: number): Assembled {
  const labels = new Map<string, number>();
  let end = base;
  for (const line of lines) {
    if (typeof line === 'string') labels.set(line.replace(/:$/, ''), end);
    end += sizeOf(line);
  }
  const find = (label: string): number => {
    const address = labels.get(label);
    if (address === undefined) throw new Error(`unknown label ${label}`);
    return address;
  };

  const bytes = new Uint8Array(end - base);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const line of lines) {
    const size = sizeOf(line);
    if (typeof line === 'string') continue;
    if (line instanceof Uint8Array) bytes.set(line, at);
    else if ('half' in line) view.setUint16(at, line.half, true);
    else if ('quad' in line) view.setBigUint64(at, BigInt(find(line.quad)), true);
    else if ('relativeTo' in line) view.setInt32(at, find(line.word) - find(line.relativeTo), true);
    else if ('word' in line) view.setUint32(at, line.word, true);
    else {
      const [name, { to, from, ...operands } = {}] = line;
      const origin = from === undefined ? base + at : find(from);
      const all = to === undefined ? operands : { ...operands, imm: find(to) - origin };
      if (size === 2) view.setUint16(at, encodeCompressed(name as CompressedMnemonic, all), true);
      else view.setUint32(at, encode(name as Mnemonic, all), true);
    }
    at += size;
  }
  return { bytes, labels };
}

/** Register numbers by ABI name, as far as tests use them. */
export const R = {
  zero: 0,
  ra: 1,
  sp: 2,
  gp: 3,
  tp: 4,
  t0: 5,
  t1: 6,
  t2: 7,
  s0: 8,
  s1: 9,
  a0: 10,
  a1: 11,
  a2: 12,
  a3: 13,
  a4: 14,
  a5: 15,
  a6: 16,
  a7: 17,
  s2: 18,
  s3: 19,
  s4: 20,
  s5: 21,
  t3: 28,
  t4: 29,
  t5: 30,
  t6: 31,
} as const;

export const li = (rd: number, imm: number): Line => ['addi', { rd, rs1: 0, imm }];
export const mv = (rd: number, rs1: number): Line => ['addi', { rd, rs1, imm: 0 }];
export const call = (to: string): Line => ['jal', { rd: R.ra, to }];
export const jump = (to: string): Line => ['jal', { rd: 0, to }];
export const RET: Line = ['jalr', { rd: 0, rs1: R.ra, imm: 0 }];
export const NOP: Line = ['addi', {}];
export const ECALL: Line = ['ecall'];
/** Ends the program; the code is in a0. */
export const EXIT: readonly Line[] = [li(R.a7, 93), ECALL];
/** rd := address of a nearby label; defines the label `here`. */
export const la = (rd: number, label: string, here: string): Line[] => [
  `${here}:`,
  ['auipc', { rd, imm: 0 }],
  ['addi', { rd, rs1: rd, to: label, from: here }],
];

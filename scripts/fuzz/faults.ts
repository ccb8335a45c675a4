import type { CodeWriter } from './code-writer.ts';
import type { Random } from './random.ts';
import { RESERVED } from './registers.ts';

const { pointer, data } = RESERVED;
const LOADS = ['lb', 'lhu', 'lw', 'ld'] as const;
const STORES = ['sb', 'sh', 'sw', 'sd'] as const;

/** What a faulting program does wrong at some point; `end` is the first address after its memory. */
const FAULTS = {
  'null load': (code, { below }) => code.op('ld', { rd: 10, rs1: 0, imm: below(2000) }),
  'high bits': (code, { between, oneIn }) => {
    code.op('addi', { rd: pointer, rs1: 0, imm: 1 });
    code.op('slli', { rd: pointer, rs1: pointer, imm: between(32, 63) });
    code.op('or', { rd: pointer, rs1: pointer, rs2: data });
    if (oneIn(2)) code.op('lw', { rd: 10, rs1: pointer, imm: 0 });
    else code.op('sd', { rs1: pointer, rs2: 10, imm: 8 });
  },
  'store outside': (code) => {
    code.op('lui', { rd: pointer, imm: 0x40000000 });
    code.op('sh', { rs1: pointer, rs2: 10, imm: 0 });
  },
  // One access or a few near each other, of which some may still be fine.
  'past the end': (code, { below, between, oneIn, pick }, end) => {
    const aligned = oneIn(2);
    code.address(pointer, { address: end - (aligned ? 8 * between(0, 4) : between(-2, 40)) });
    let imm = aligned ? -8 * below(4) : between(-20, 8);
    for (let n = between(1, 5); n > 0; n--) {
      const size = below(4);
      if (oneIn(2)) code.op(LOADS[size]!, { rd: 11, rs1: pointer, imm });
      else code.op(STORES[size]!, { rs1: pointer, rs2: 12, imm });
      imm += aligned ? pick([0, 8, 8, 16]) : between(-2, 9);
    }
    code.op('ld', { rd: 10, rs1: 0, imm: 0 });
  },
  illegal: (code) => code.word(0xffffffff),
  'zero word': (code) => code.word(0),
  ebreak: (code, { oneIn }) => (oneIn(2) ? code.op('ebreak', {}) : code.half(0x9002)),
  'jump to nowhere': (code) => {
    code.op('slli', { rd: pointer, rs1: data, imm: 20 });
    code.op('jalr', { rd: 1, rs1: pointer, imm: 0 });
  },
  'jump to zero': (code, { below }) => code.op('jalr', { rd: below(2), rs1: 0, imm: 0 }),
  'misaligned amo': (code) => {
    code.op('addi', { rd: pointer, rs1: data, imm: 3 });
    code.op('amoadd.w', { rd: 10, rs1: pointer, rs2: 11 });
  },
  'misaligned lr': (code) => {
    code.op('addi', { rd: pointer, rs1: data, imm: 4 });
    code.op('lr.d', { rd: 10, rs1: pointer });
  },
  'reserved rounding mode': (code, { oneIn, between }) => {
    const fixed = oneIn(2);
    if (!fixed) code.op('csrrwi', { rd: 0, rs1: between(5, 7), imm: 2 });
    code.op('fadd.d', { rd: 1, rs1: 2, rs2: 3, imm: fixed ? between(5, 6) : 7 });
  },
  'reserved mode of a fused one': (code, { between }) =>
    code.op('fmsub.s', { rd: 1, rs1: 2, rs2: 3, imm: (4 << 3) | between(5, 6) }),
  'read-only csr': (code) => code.op('csrrw', { rd: 0, rs1: 10, imm: 0xc00 }),
} as const satisfies Record<string, (code: CodeWriter, random: Random, end: number) => void>;

/** Linux answers every call, so this one is for our engines alone. */
function unknownCall(code: CodeWriter): void {
  code.op('addi', { rd: 17, rs1: 0, imm: 1234 });
  code.op('ecall', {});
}

/** Writes an instruction sequence that ends in a trap, `comparable` with Linux if asked for. */
export function writeFault(
  code: CodeWriter,
  random: Random,
  end: number,
  comparable: boolean,
): void {
  const faults = Object.values(FAULTS);
  // There are many ways to get the end of memory wrong.
  const fault = random.oneIn(3)
    ? FAULTS['past the end']
    : random.pick(comparable ? faults : [...faults, unknownCall]);
  fault(code, random, end);
}

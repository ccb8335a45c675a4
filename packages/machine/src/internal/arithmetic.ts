import { MNEMONICS, type Mnemonic, OP } from '@hart/riscv';
import { type FunctionWriter, type PlainOpcode, VALUE_TYPE } from '@hart/wasm';

/** Branches, and how they compare rs1 with rs2. */
export const BRANCHES = {
  beq: 'i64.eq',
  bne: 'i64.ne',
  blt: 'i64.lt_s',
  bge: 'i64.ge_s',
  bltu: 'i64.lt_u',
  bgeu: 'i64.ge_u',
} as const satisfies Partial<Record<Mnemonic, PlainOpcode>>;

/** i64 locals of the kernel. */
export interface Registers {
  /** Value of rs1. */
  a: number;
  /** Value of rs2, once it is read. */
  b: number;
  imm: number;
  pc: number;
  scratch: readonly [number, number, number, number, number];
}

/** An operation on rs1 and rs2 or the immediate; `word` ones work on 32 bits and extend the result. */
type Shape = readonly ['long' | 'word' | 'flag', PlainOpcode];

const SHAPES: Partial<Record<Mnemonic, Shape>> = {
  add: ['long', 'i64.add'],
  sub: ['long', 'i64.sub'],
  sll: ['long', 'i64.shl'],
  srl: ['long', 'i64.shr_u'],
  sra: ['long', 'i64.shr_s'],
  xor: ['long', 'i64.xor'],
  or: ['long', 'i64.or'],
  and: ['long', 'i64.and'],
  mul: ['long', 'i64.mul'],
  addi: ['long', 'i64.add'],
  slli: ['long', 'i64.shl'],
  srli: ['long', 'i64.shr_u'],
  srai: ['long', 'i64.shr_s'],
  xori: ['long', 'i64.xor'],
  ori: ['long', 'i64.or'],
  andi: ['long', 'i64.and'],
  slt: ['flag', 'i64.lt_s'],
  sltu: ['flag', 'i64.lt_u'],
  slti: ['flag', 'i64.lt_s'],
  sltiu: ['flag', 'i64.lt_u'],
  addiw: ['word', 'i32.add'],
  addw: ['word', 'i32.add'],
  subw: ['word', 'i32.sub'],
  // Wasm masks shift amounts as RISC-V does.
  slliw: ['word', 'i32.shl'],
  srliw: ['word', 'i32.shr_u'],
  sraiw: ['word', 'i32.shr_s'],
  sllw: ['word', 'i32.shl'],
  srlw: ['word', 'i32.shr_u'],
  sraw: ['word', 'i32.shr_s'],
};

/** Width, operation, result of a zero divisor, whether a divisor of -1 negates. */
type Division = readonly [32 | 64, PlainOpcode, 'all ones' | 'dividend', boolean];

const DIVISIONS: Partial<Record<Mnemonic, Division>> = {
  div: [64, 'i64.div_s', 'all ones', true],
  divu: [64, 'i64.div_u', 'all ones', false],
  rem: [64, 'i64.rem_s', 'dividend', false],
  remu: [64, 'i64.rem_u', 'dividend', false],
  divw: [32, 'i32.div_s', 'all ones', true],
  divuw: [32, 'i32.div_u', 'all ones', false],
  remw: [32, 'i32.rem_s', 'dividend', false],
  remuw: [32, 'i32.rem_u', 'dividend', false],
};

const IMMEDIATE: ReadonlySet<Mnemonic> = new Set<Mnemonic>([
  ...(['addi', 'slli', 'srli', 'srai', 'xori', 'ori', 'andi', 'slti', 'sltiu'] as const),
  ...(['addiw', 'slliw', 'srliw', 'sraiw'] as const),
]);

const OTHERS = ['lui', 'auipc', 'mulw', 'mulh', 'mulhsu', 'mulhu'] as const satisfies Mnemonic[];

/** Instructions that compute rd from registers, the immediate and the pc: what {@link pushResult} takes. */
export const COMPUTED: readonly Mnemonic[] = MNEMONICS.filter(
  (name) => name in SHAPES || name in DIVISIONS || (OTHERS as readonly string[]).includes(name),
);

/** Their op numbers. */
export const COMPUTED_OPS: ReadonlySet<number> = new Set(COMPUTED.map((name) => OP[name]));

/**
 * Pushes the result of a computing instruction. Calls `readRs2` before it uses `b`. Returns whether
 * the second operand is the immediate.
 */
export function pushResult(
  w: FunctionWriter,
  name: Mnemonic,
  locals: Registers,
  readRs2: () => void,
): boolean {
  const { a, imm, pc } = locals;
  if (name === 'lui' || name === 'auipc') {
    w.get(imm);
    if (name === 'auipc') {
      w.get(pc);
      w.op('i64.add');
    }
    return true;
  }
  const immediate = IMMEDIATE.has(name);
  if (!immediate) readRs2();
  const second = immediate ? imm : locals.b;
  const shape = SHAPES[name];
  const division = DIVISIONS[name];
  if (shape !== undefined) operation(w, shape, a, second);
  else if (division !== undefined) divide(w, division, a, second);
  else if (name === 'mulw') {
    w.get(a);
    w.get(second);
    w.op('i64.mul');
    w.op('i64.extend32_s');
  } else if (name === 'mulh' || name === 'mulhsu' || name === 'mulhu') {
    highProduct(w, locals);
    if (name !== 'mulhu') subtractIfNegative(w, a, second);
    if (name === 'mulh') subtractIfNegative(w, second, a);
  } else throw new Error(`no arithmetic for ${name}`);
  return immediate;
}

function operation(w: FunctionWriter, [kind, opcode]: Shape, a: number, b: number): void {
  w.get(a);
  if (kind === 'word') w.op('i32.wrap_i64');
  w.get(b);
  if (kind === 'word') w.op('i32.wrap_i64');
  w.op(opcode);
  if (kind === 'word') w.op('i64.extend_i32_s');
  if (kind === 'flag') w.op('i64.extend_i32_u');
}

/** Wasm traps on a zero divisor and on the overflow of signed division; RISC-V does not. */
function divide(w: FunctionWriter, division: Division, a: number, b: number): void {
  const [width, opcode, byZero, negates] = division;
  const type = width === 32 ? VALUE_TYPE.i32 : VALUE_TYPE.i64;
  const constant = (value: number): void => (width === 32 ? w.i32(value) : w.i64(value));
  const operand = (local: number): void => {
    w.get(local);
    if (width === 32) w.op('i32.wrap_i64');
  };
  operand(b);
  w.op(width === 32 ? 'i32.eqz' : 'i64.eqz');
  w.if(0, type);
  if (byZero === 'all ones') constant(-1);
  else operand(a);
  w.else();
  if (negates) {
    operand(b);
    constant(-1);
    w.op(width === 32 ? 'i32.eq' : 'i64.eq');
    w.if(0, type);
    constant(0);
    operand(a);
    w.op(width === 32 ? 'i32.sub' : 'i64.sub');
    w.else();
  }
  operand(a);
  operand(b);
  w.op(opcode);
  if (negates) w.end();
  w.end();
  if (width === 32) w.op('i64.extend_i32_s');
}

/** Pushes the high half of a × b, both unsigned, from four 32-bit multiplications. */
function highProduct(w: FunctionWriter, { a, b, scratch }: Registers): void {
  const [lowA, highA, lowB, highB, middle] = scratch;
  const low = (): void => {
    w.i64(0xffffffff);
    w.op('i64.and');
  };
  const high = (): void => {
    w.i64(32);
    w.op('i64.shr_u');
  };
  const multiply = (x: number, y: number): void => {
    w.get(x);
    w.get(y);
    w.op('i64.mul');
  };
  for (const [value, half, local] of [
    [a, low, lowA],
    [a, high, highA],
    [b, low, lowB],
    [b, high, highB],
  ] as const) {
    w.get(value);
    half();
    w.set(local);
  }
  multiply(highA, lowB);
  multiply(lowA, lowB);
  high();
  w.op('i64.add');
  w.set(middle);
  // highA*highB + (middle >> 32) + ((lowA*highB + low(middle)) >> 32)
  multiply(highA, highB);
  w.get(middle);
  high();
  w.op('i64.add');
  multiply(lowA, highB);
  w.get(middle);
  low();
  w.op('i64.add');
  high();
  w.op('i64.add');
}

/** Corrects an unsigned high product on the stack for a negative `signed` factor. */
function subtractIfNegative(w: FunctionWriter, signed: number, other: number): void {
  w.get(signed);
  w.i64(63);
  w.op('i64.shr_s');
  w.get(other);
  w.op('i64.and');
  w.op('i64.sub');
}

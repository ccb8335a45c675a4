import { type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import type { Emitter } from '../emitter.ts';
import type { Lower } from './lower.ts';

/**
 * Pushes the high half of rs1 × rs2, both unsigned, from four 32-bit multiplications: WebAssembly
 * has no wide multiply yet.
 */
function highProduct(e: Emitter, rs1: number, rs2: number): void {
  const { writer: w, a, b, c, d } = e;
  const low = (): void => {
    w.i64(0xffffffff);
    w.op('i64.and');
  };
  const high = (): void => {
    w.i64(32);
    w.op('i64.shr_u');
  };
  e.read(rs1);
  low();
  w.set(a); // low(rs1)
  e.read(rs1);
  high();
  w.set(b); // high(rs1)
  e.read(rs2);
  low();
  w.set(c); // low(rs2)
  e.read(rs2);
  high();
  w.set(d); // high(rs2)
  // middle := high(rs1)*low(rs2) + (low(rs1)*low(rs2) >> 32), kept in `address`
  w.get(b);
  w.get(c);
  w.op('i64.mul');
  w.get(a);
  w.get(c);
  w.op('i64.mul');
  high();
  w.op('i64.add');
  w.set(e.address);
  // high(rs1)*high(rs2) + (middle >> 32) + ((low(rs1)*high(rs2) + low(middle)) >> 32)
  w.get(b);
  w.get(d);
  w.op('i64.mul');
  w.get(e.address);
  high();
  w.op('i64.add');
  w.get(a);
  w.get(d);
  w.op('i64.mul');
  w.get(e.address);
  low();
  w.op('i64.add');
  high();
  w.op('i64.add');
}

/** Corrects an unsigned high product on the stack for a negative `signed` factor. */
function subtractIfNegative(e: Emitter, signed: number, other: number): void {
  e.read(signed);
  e.writer.i64(63);
  e.writer.op('i64.shr_s');
  e.read(other);
  e.writer.op('i64.and');
  e.writer.op('i64.sub');
}

/** Pushes a register, for 32-bit divisions cut to an i32. */
function operand(e: Emitter, register: number, width: 32 | 64): void {
  e.read(register);
  if (width === 32) e.writer.op('i32.wrap_i64');
}

/**
 * rd := rs1 op rs2, except that a zero divisor gives `byZero` and, for signed quotients, a divisor
 * of -1 negates, since Wasm traps on both.
 */
function division(
  width: 32 | 64,
  opcode: PlainOpcode,
  byZero: 'all ones' | 'dividend',
  signedQuotient = false,
): Lower {
  const type = width === 32 ? VALUE_TYPE.i32 : VALUE_TYPE.i64;
  return (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    const { writer: w } = e;
    const constant = (value: number): void => (width === 32 ? w.i32(value) : w.i64(value));
    operand(e, rs2, width);
    w.op(width === 32 ? 'i32.eqz' : 'i64.eqz');
    w.if(0, type);
    if (byZero === 'all ones') constant(-1);
    else operand(e, rs1, width);
    w.else();
    if (signedQuotient) {
      operand(e, rs2, width);
      constant(-1);
      w.op(width === 32 ? 'i32.eq' : 'i64.eq');
      w.if(0, type);
      constant(0);
      operand(e, rs1, width);
      w.op(width === 32 ? 'i32.sub' : 'i64.sub');
      w.else();
    }
    operand(e, rs1, width);
    operand(e, rs2, width);
    w.op(opcode);
    if (signedQuotient) w.end();
    w.end();
    if (width === 32) w.op('i64.extend_i32_s');
    e.write(rd);
  };
}

/** RV64M. */
export const rv64m = {
  mul: (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.read(rs2);
    e.writer.op('i64.mul');
    e.write(rd);
  },
  mulh: (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    highProduct(e, rs1, rs2);
    subtractIfNegative(e, rs1, rs2);
    subtractIfNegative(e, rs2, rs1);
    e.write(rd);
  },
  mulhsu: (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    highProduct(e, rs1, rs2);
    subtractIfNegative(e, rs1, rs2);
    e.write(rd);
  },
  mulhu: (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    highProduct(e, rs1, rs2);
    e.write(rd);
  },
  div: division(64, 'i64.div_s', 'all ones', true),
  divu: division(64, 'i64.div_u', 'all ones'),
  rem: division(64, 'i64.rem_s', 'dividend'),
  remu: division(64, 'i64.rem_u', 'dividend'),
  mulw: (e, { rd, rs1, rs2 }) => {
    if (rd === 0) return;
    e.read(rs1);
    e.read(rs2);
    e.writer.op('i64.mul');
    e.writer.op('i64.extend32_s');
    e.write(rd);
  },
  divw: division(32, 'i32.div_s', 'all ones', true),
  divuw: division(32, 'i32.div_u', 'all ones'),
  remw: division(32, 'i32.rem_s', 'dividend'),
  remuw: division(32, 'i32.rem_u', 'dividend'),
} satisfies Record<string, Lower>;

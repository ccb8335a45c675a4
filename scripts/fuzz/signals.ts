import type { CodeWriter, Label } from './code-writer.ts';

/** Linux, RISC-V: system calls, signals and their flags (uapi headers asm-generic/signal.h, unistd.h). */
const CALL = { sigaltstack: 132, rtSigaction: 134 } as const;
const SIGNAL = { illegal: 4, trap: 5, bus: 7, segmentation: 11 } as const;
const SA_SIGINFO = 4;
const SA_ONSTACK = 0x08000000;
/** From the start of `struct ucontext` to its registers: pc, then x1..x31. */
const REGISTERS_AT = 176;
export const FRAME_BYTES = 32 * 8;

const STACK_BYTES = 0x8000;
/** Room for the alternate stack, its description (24 bytes) and that of the action (24 bytes). */
export const SIGNAL_AREA_BYTES = STACK_BYTES + 64;

/** The signal that a trap becomes; none for an unknown call, which Linux answers. */
export const SIGNAL_OF: Readonly<Record<string, number>> = {
  'instruction-access-fault': SIGNAL.segmentation,
  'load-access-fault': SIGNAL.segmentation,
  'store-access-fault': SIGNAL.segmentation,
  'illegal-instruction': SIGNAL.illegal,
  breakpoint: SIGNAL.trap,
  'store-address-misaligned': SIGNAL.bus,
  'load-address-misaligned': SIGNAL.bus,
};

/**
 * Asks Linux to call `handler` for every trap, on a stack of its own at `area`. Our environment takes
 * these calls and does nothing.
 */
export function writeSignalSetup(code: CodeWriter, handler: Label, area: number): void {
  const stack = area + STACK_BYTES;
  const action = stack + 24;
  const [t0, t1, t2, a0, a1, a2, a3, a7] = [5, 6, 7, 10, 11, 12, 13, 17];
  code.address(t0, { address: area });
  code.address(t1, { address: stack });
  code.op('sd', { rs1: t1, rs2: t0, imm: 0 });
  code.op('lui', { rd: t2, imm: STACK_BYTES });
  code.op('sd', { rs1: t1, rs2: t2, imm: 16 });
  code.op('addi', { rd: a0, rs1: t1, imm: 0 });
  code.op('addi', { rd: a1, rs1: 0, imm: 0 });
  code.op('addi', { rd: a7, rs1: 0, imm: CALL.sigaltstack });
  code.op('ecall', {});

  code.address(t1, { address: action });
  code.address(t0, handler);
  code.op('sd', { rs1: t1, rs2: t0, imm: 0 });
  code.op('lui', { rd: t2, imm: SA_ONSTACK });
  code.op('addi', { rd: t2, rs1: t2, imm: SA_SIGINFO });
  code.op('sd', { rs1: t1, rs2: t2, imm: 8 });
  for (const signal of Object.values(SIGNAL)) {
    code.op('addi', { rd: a0, rs1: 0, imm: signal });
    code.op('addi', { rd: a1, rs1: t1, imm: 0 });
    code.op('addi', { rd: a2, rs1: 0, imm: 0 });
    code.op('addi', { rd: a3, rs1: 0, imm: 8 });
    code.op('addi', { rd: a7, rs1: 0, imm: CALL.rtSigaction });
    code.op('ecall', {});
  }
}

/** Writes pc and registers of the trap and the buffer to file descriptor 1; exits with the signal. */
export function writeSignalHandler(
  code: CodeWriter,
  buffer: { address: number; size: number },
): void {
  const [s0, s1, a0, a1, a2, a7] = [8, 9, 10, 11, 12, 17];
  code.op('addi', { rd: s0, rs1: a0, imm: 0 });
  code.op('addi', { rd: s1, rs1: a2, imm: REGISTERS_AT });
  code.op('addi', { rd: a0, rs1: 0, imm: 1 });
  code.op('addi', { rd: a1, rs1: s1, imm: 0 });
  code.op('addi', { rd: a2, rs1: 0, imm: FRAME_BYTES });
  code.op('addi', { rd: a7, rs1: 0, imm: 64 });
  code.op('ecall', {});
  code.write(buffer.address, buffer.size);
  code.op('addi', { rd: a0, rs1: s0, imm: 0 });
  code.op('addi', { rd: a7, rs1: 0, imm: 93 });
  code.op('ecall', {});
}

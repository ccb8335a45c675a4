/**
 * The first page of the linear memory belongs to the machine: register file and the words through
 * which compiled code and the host talk. Guest memory follows at {@link GUEST_ORIGIN}, so no guest
 * address can reach it.
 */
export const STATE = {
  /** x0..x31, 64 bits each. */
  registers: 0,
  /** i32: number of the exit point where the function unwound. */
  exitPoint: 256,
  /** i32: table slot of that function; 0 if it was an empty slot that was called. */
  exitFunction: 260,
  /** i64: target of a jump that left the code region (exit reason `target`). */
  target: 264,
  /** i64: steps left until the boundary, written when code unwinds and read when it is entered. */
  remaining: 272,
  /** i64: misaligned loads and stores done by compiled code. */
  misaligned: 280,
  /** i64: address of the load reservation, or {@link NO_RESERVATION}. */
  reservation: 288,
  /** i32: which entry of the function to start at, when it is called with a negative depth. */
  entry: 296,
  /** i32: linear address where the next value read from memory is logged, while the host runs. */
  log: 300,
  /** i64: pc at which the stepper starts and where it stopped. */
  pc: 304,
  /** i32: what the stepper left of its budget. */
  budget: 312,
  /** i64: address at which the caller of a function that left goes on. */
  returnTo: 320,
  /** i32, with a profile only: the record of the function that is entered or calls the host. */
  record: 328,
  /** i32, with a profile only: bytes of {@link STATE.frames} in use. */
  framesEnd: 332,
  /** i32: `fcsr`, of which only the low 8 bits are ever set. */
  fcsr: 336,
  /** i64: what the host has computed for the stepper. */
  floatResult: 344,
  /** f0..f31, 64 bits each. */
  floats: 512,
  /** With a profile only: what the frames that unwind leave, see `FRAME_BYTES`; the innermost is first. */
  frames: 1024,
} as const;

export const GUEST_ORIGIN = 0x10000;

export const NO_RESERVATION = -1n;

/** Where compiled code goes on after an instruction that the host has executed in place. */
export const HOST_ANSWER = {
  next: 0,
  /** It unwinds. */
  leave: 1,
  /** Behind the next instruction; code that has no way there unwinds. */
  skip: 2,
} as const;

/** Why compiled code left for the host. */
export const EXIT = {
  /** The pc is an entry (or wants to become one): go on there. */
  jump: 0,
  /** Calls nest too deeply: unwind, then go on at the pc. */
  depth: 5,
  /** The instruction at pc must be interpreted: a device, a fault, a rare instruction. */
  interpret: 1,
  /** Fewer steps are left than the next straight path needs: interpret all of them. */
  steps: 2,
  /** The target is in `STATE.target` and may be any 64-bit value. */
  target: 3,
  /** An imported call ended the run or moved the pc; the hart itself knows where it is. */
  host: 4,
  /** With a profile only: like `target`, but the jump may be a return to a frame outside compiled code. */
  back: 6,
} as const;

/** ABI names of x0 to x31 (RISC-V psABI, "Integer Register Convention"). */
// biome-ignore format: eight registers a line
export const REGISTER_NAMES = [
  'zero', 'ra', 'sp', 'gp', 'tp', 't0', 't1', 't2',
  's0', 's1', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5',
  'a6', 'a7', 's2', 's3', 's4', 's5', 's6', 's7',
  's8', 's9', 's10', 's11', 't3', 't4', 't5', 't6',
] as const;

/** ABI names of f0 to f31 (RISC-V psABI, "Floating-point Register Convention"). */
// biome-ignore format: eight registers a line
export const FLOAT_REGISTER_NAMES = [
  'ft0', 'ft1', 'ft2', 'ft3', 'ft4', 'ft5', 'ft6', 'ft7',
  'fs0', 'fs1', 'fa0', 'fa1', 'fa2', 'fa3', 'fa4', 'fa5',
  'fa6', 'fa7', 'fs2', 'fs3', 'fs4', 'fs5', 'fs6', 'fs7',
  'fs8', 'fs9', 'fs10', 'fs11', 'ft8', 'ft9', 'ft10', 'ft11',
] as const;

/**
 * Names of the control and status registers that bare-metal programs meet, by number: the user-level
 * counters (Zicntr), the floating-point state, and the machine-mode registers. Source: privileged
 * ISA, "CSR Listing".
 */
export const CSR_NAMES: ReadonlyMap<number, string> = new Map([
  [0x001, 'fflags'],
  [0x002, 'frm'],
  [0x003, 'fcsr'],
  [0x180, 'satp'],
  [0x300, 'mstatus'],
  [0x301, 'misa'],
  [0x302, 'medeleg'],
  [0x303, 'mideleg'],
  [0x304, 'mie'],
  [0x305, 'mtvec'],
  [0x306, 'mcounteren'],
  [0x320, 'mcountinhibit'],
  [0x340, 'mscratch'],
  [0x341, 'mepc'],
  [0x342, 'mcause'],
  [0x343, 'mtval'],
  [0x344, 'mip'],
  [0x3a0, 'pmpcfg0'],
  [0x3b0, 'pmpaddr0'],
  [0xb00, 'mcycle'],
  [0xb02, 'minstret'],
  [0xc00, 'cycle'],
  [0xc01, 'time'],
  [0xc02, 'instret'],
  [0xf11, 'mvendorid'],
  [0xf12, 'marchid'],
  [0xf13, 'mimpid'],
  [0xf14, 'mhartid'],
]);

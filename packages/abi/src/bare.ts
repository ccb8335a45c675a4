import type { Environment, Handled, HartView } from '@hart/machine';
import type { Elf } from '@hart/riscv';

const RAM_BASE = 0x80000000;
export const MAX_RAM_BYTES = 0x40000000;
/** SiFive test finisher, where QEMU's virt board has it. */
const FINISHER = 0x100000n;
const FINISHER_PASS = 0x5555;
const FINISHER_FAIL = 0x3333;
const EXIT_CALL = 93n;

/**
 * A machine with zeroed RAM at 0x80000000–0xbfffffff and no operating system, as test suites use it.
 * The guest ends by a store to `tohost` (riscv-tests: odd value, code in the upper bits; HTIF), by
 * `ecall` with a7 = 93 and the code in a0, or by the SiFive test finisher at 0x100000.
 * `ramBytes` (a multiple of 4096) may cut the RAM short. Self-modifying code works by the rules of `fence.i`.
 */
export function createBare(elf: Elf, ramBytes: number = MAX_RAM_BYTES): Environment {
  const ram = { base: RAM_BASE, size: ramBytes };
  const tohost = elf.symbols.find(({ name }) => name === 'tohost');
  const watched = tohost === undefined ? [] : [{ base: tohost.address, size: 8 }];

  function storeFinisher(value: bigint): Handled | undefined {
    const status = Number(value & 0xffffn);
    if (status === FINISHER_PASS) return { kind: 'exit', code: 0 };
    if (status === FINISHER_FAIL) return { kind: 'exit', code: Number((value >> 16n) & 0xffffn) };
    return undefined;
  }

  return {
    name: 'bare',
    memory: { window: ram, writable: ram, watched, code: 'fence.i' },
    ecall: (hart) => exitCall(hart),
    store(address, size, value) {
      if (address === FINISHER && size >= 2) return storeFinisher(value);
      if (tohost === undefined || address !== BigInt(tohost.address)) return undefined;
      return (value & 1n) === 1n
        ? { kind: 'exit', code: Number((value >> 1n) & 0x7fffffffn) }
        : undefined;
    },
    readCsr: (csr) => CSRS.get(csr),
    writeCsr: (csr) => csr === MSTATUS,
  };
}

const MSTATUS = 0x300;
const MHARTID = 0xf14;
/** What test suites ask for before anything else: which hart this is, and that it has floating point on. */
const CSRS: ReadonlyMap<number, bigint> = new Map([
  [MHARTID, 0n],
  // FS is dirty, so SD is set. Both are hard-wired: what is written to them does not matter.
  [MSTATUS, 0x8000000000006000n],
]);

function exitCall({ x }: HartView): Handled | undefined {
  if (x[17] !== EXIT_CALL) return undefined;
  return { kind: 'exit', code: Number(BigInt.asIntN(32, x[10] as bigint)) };
}

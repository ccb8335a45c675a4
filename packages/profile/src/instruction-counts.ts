import type { Profile } from '@hart/machine';
import { decode, type Elf, type Instruction, MNEMONICS } from '@hart/riscv';

/**
 * How often each instruction was executed, by mnemonic; of `addi` the cases that assemblers write as `li`, `mv` and
 * `nop` are counted by these names. Their sum is the number of steps. Compressed instructions count as
 * what they stand for. The program's code must not have changed.
 */
export function instructionCounts(profile: Profile, elf: Elf): Map<string, number> {
  const byAddress = new Map<number, number>();
  for (const node of profile.nodes) {
    node.blocks((addresses, times) => {
      for (const pc of addresses) byAddress.set(pc, (byAddress.get(pc) ?? 0) + times);
    });
  }
  const counts = new Map<string, number>();
  for (const [pc, times] of byAddress) {
    if (times === 0) continue;
    const name = nameAt(elf, pc);
    counts.set(name, (counts.get(name) ?? 0) + times);
  }
  return counts;
}

function nameAt(elf: Elf, pc: number): string {
  const segment = elf.segments.find(
    ({ address, data }) => pc >= address && pc + 2 <= address + data.length,
  );
  if (segment === undefined) return 'unknown';
  const { data, address } = segment;
  const at = pc - address;
  const word = [3, 2, 1, 0].reduce((sum, n) => sum * 256 + (data[at + n] ?? 0), 0);
  const instruction = decode(word);
  return instruction === undefined ? 'unknown' : nameOf(instruction);
}

function nameOf({ op, rd, rs1, imm }: Instruction): string {
  const name = MNEMONICS[op] as string;
  if (name !== 'addi') return name;
  if (rs1 === 0) return rd === 0 && imm === 0 ? 'nop' : 'li';
  return imm === 0 ? 'mv' : name;
}

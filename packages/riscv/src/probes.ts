import { readSections, sectionNames } from './internal/elf-sections.ts';
import { createView } from './internal/elf-view.ts';
import { REGISTER_NAMES } from './registers.ts';

/** A place in a program that its author has named, with registers that hold what is of interest there. */
export interface Probe {
  name: string;
  /** Of the instruction before which the registers have these values. */
  address: number;
  /** Numbers of the registers, in the order of the probe's arguments. */
  registers: number[];
}

const SECTION = '.hart.probes';
const SHT_NOBITS = 8;

/**
 * Reads the probes of a program: section `.hart.probes`, which is not loaded. Each record is the address (u64,
 * little-endian), then text that ends in a zero byte, the name and registers by their ABI names between spaces, filled up
 * to a multiple of eight bytes. In the manner of SystemTap's and DTrace's static probes, a place costs nothing
 * while nobody looks. `guests/sdk/rust/src/probe.rs` writes them.
 *
 * @throws {HartError} `ELF_TRUNCATED`, `ELF_MALFORMED`
 */
export function readProbes(bytes: Uint8Array): Probe[] {
  const view = createView(bytes);
  const sections = readSections(view);
  const nameOf = sectionNames(bytes, view, sections);
  const section = sections.find((each) => nameOf(each) === SECTION && each.type !== SHT_NOBITS);
  if (section === undefined) return [];
  view.need(SECTION, section.offset, section.size);
  const data = bytes.subarray(section.offset, section.offset + section.size);
  const words = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const probes: Probe[] = [];
  for (let at = 0; at < data.length; ) {
    const malformed = (what: string) =>
      view.malformed(`the probe at ${at} of ${SECTION} has ${what}`);
    const end = data.indexOf(0, at + 8);
    if (at + 8 >= data.length || end < 0) throw malformed('no end');
    const address = words.getBigUint64(at, true);
    const text = new TextDecoder().decode(data.subarray(at + 8, end));
    const [name = '', ...registers] = text.split(' ');
    if (address > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed(`the address ${address}`);
    if (!/^[\w.-]+$/.test(name)) throw malformed('no name');
    const numbers = registers.map((register) => NUMBERS.get(register));
    if (numbers.includes(undefined)) throw malformed(`no registers: ${JSON.stringify(text)}`);
    probes.push({ name, address: Number(address), registers: numbers as number[] });
    at = (end + 8) & ~7;
  }
  return probes;
}

/** Compilers may write the frame pointer by either name. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...REGISTER_NAMES.map((name, number) => [name as string, number] as const),
  ['fp', 8],
]);

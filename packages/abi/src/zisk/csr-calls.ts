import { ZISK_OPERATIONS } from '@hart/accelerators';
import type { Handled, HartView } from '@hart/machine';
import { refuse } from '../refusal.ts';
import type { Tally } from '../tally.ts';
import { accelerate } from './accelerator.ts';
import { type CallSite, createCallSites, is } from './call-site.ts';
import { DMA_CALLS } from './dma.ts';
import { CALL_CSR, type Fcalls, PARAMETER_CSR, PARAMETER_WORDS } from './fcalls.ts';

/** `csrs csr, rs` or, where the call has a result, `csrrs rd, csr, rs`. */
function isSet({ instruction }: CallSite, returns: boolean | undefined): boolean {
  return is(instruction, 'csrrs') && (instruction.rd === 0 || returns === true);
}

function hex(csr: number): string {
  return `CSR 0x${csr.toString(16).toUpperCase()}`;
}

/**
 * Carries out ZisK's calls, which are writes to CSRs (core/src/riscv2zisk_context.rs of 0xPolygonHermez/zisk): the
 * accelerators, DMA, and the parameters and numbers of fcalls. ZisK takes each in one form only; whatever else is
 * written to these CSRs is refused, by name.
 */
export function createCsrCalls(
  fcalls: Fcalls,
  tally: Tally,
): (hart: HartView, csr: number, value: bigint) => Handled {
  const siteOf = createCallSites();

  function call(hart: HartView, csr: number, value: bigint): Handled | undefined {
    const site = siteOf(hart);
    const dma = DMA_CALLS.get(csr);
    if (dma !== undefined) {
      if (site.instruction.rd !== 0) return undefined;
      tally.add(dma.name);
      return dma.run(hart, value, site, fcalls);
    }
    const operation = ZISK_OPERATIONS.get(csr);
    if (operation !== undefined) {
      if (!isSet(site, operation.returns)) return undefined;
      tally.add(operation.name);
      return accelerate(hart, operation, value, site.instruction.rd);
    }
    const count = PARAMETER_WORDS[csr - PARAMETER_CSR];
    if (count !== undefined) {
      return isSet(site, false) ? fcalls.parameter(hart, count, value) : undefined;
    }
    if (csr >= CALL_CSR && csr < CALL_CSR + 32) {
      const form = is(site.instruction, 'csrrwi') && site.instruction.rd === 0;
      return form ? fcalls.call(32 * (csr - CALL_CSR) + Number(value)) : undefined;
    }
    return refuse(`ZisK ${hex(csr)}`);
  }

  return (hart, csr, value) =>
    call(hart, csr, value) ?? refuse(`ZisK ${hex(csr)}, in a form that ZisK does not have`);
}

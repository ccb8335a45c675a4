import { table } from '../../../text.ts';
import { BAR_TITLES, barRows, COLUMNS, tableRows } from './columns.ts';
import { type EngineReport, unsettled } from './report.ts';

/** The report for the terminal. */
export function reportText({ guests, bars, leftOut, machine, runs }: EngineReport): string {
  const place = `${machine.cpu}, ${machine.cores} cores, load ${machine.load.before.toFixed(1)} before and ${machine.load.after.toFixed(1)} after, Node ${machine.node}, V8 ${machine.v8}`;
  const remarks = [
    unsettled(guests) ?? [],
    leftOut.map(({ what, why }) => `left out: ${what}: ${why}`),
  ].flat();
  return [
    `${place}; medians of ${runs} warm ${runs === 1 ? 'run' : 'runs'}\n\n`,
    table([COLUMNS.map(({ title }) => title), ...tableRows(guests)]),
    '\n',
    table([BAR_TITLES, ...barRows(bars)]),
    remarks.length === 0 ? '' : `\n${remarks.join('\n')}\n`,
  ].join('');
}

/** What a guest came to, on one line. */
export function guestLine({ name, figures }: EngineReport['guests'][number]): string {
  const { countedGips, tracedGips, byNative, overQemu } = figures;
  const native = byNative === null ? '' : `, ${byNative.toFixed(2)} × native time`;
  const qemu = overQemu === null ? '' : `, ${overQemu.toFixed(2)} × the speed of qemu`;
  return `${name}: ${tracedGips.toFixed(2)} GIPS traced, ${countedGips.toFixed(2)} counted${native}${qemu}`;
}

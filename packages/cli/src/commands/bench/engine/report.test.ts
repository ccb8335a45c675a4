import { expect, test } from 'vitest';
import { engineChart } from './chart.ts';
import { enginePage } from './page.ts';
import { REPORT } from './report.fixture.ts';
import { barsOf } from './report.ts';
import { guestLine, reportText } from './report-text.ts';

test('figures follow from medians', () => {
  expect(REPORT.guests.map(({ figures }) => figures)).toEqual([
    {
      countedGips: 8,
      tracedGips: 8,
      interpreterMips: 25,
      traceBytesPerStep: 0.5,
      traceCost: 1,
      byNative: 2,
      overQemu: 2,
    },
    {
      countedGips: 3,
      tracedGips: 1.5,
      interpreterMips: 20,
      traceBytesPerStep: 2,
      traceCost: 2,
      byNative: null,
      overQemu: null,
    },
  ]);
});

test('bars are judged by all guests that have the figure', () => {
  const bars = REPORT.bars.map(({ c, all, reached }) => [c, all, reached]);
  const root = expect.closeTo(Math.sqrt(8 * 1.5));
  expect(bars).toEqual([
    [8, 1.5, false],
    [expect.closeTo(8), root, false],
    [expect.closeTo(2), expect.closeTo(2), true],
    [expect.closeTo(2), expect.closeTo(2), true],
    [2, 2, true],
    [1, expect.closeTo(Math.sqrt(2)), false],
    [0.5, 1.25, true],
  ]);
});

test('what nobody measured is neither reached nor missed', () => {
  const block = REPORT.guests.filter(({ kind }) => kind === 'block');
  const byNative = barsOf(block)[2];
  expect(byNative).toMatchObject({ c: null, all: null, reached: null });
});

test('the report for the terminal', () => {
  expect(reportText(REPORT)).toMatchInlineSnapshot(`
    "Some CPU, 2 cores, load 0.3 before and 1.5 after, Node 26.10.0, V8 14.6; medians of 3 warm runs

    guest           G steps  cold s  compile s  counted GIPS  traced GIPS  trace cost  B/step  native s  × native  qemu s  × qemu  interpreter MIPS
    keccak          4.00     1.20    0.02       8.00          8.00         0 %         0.50    0.250     2.00      1.000   2.00    25.0
    sample-block    0.30     1.10    0.50       3.00          1.50         100 %       2.00    —         —         —       —       20.0
    geometric mean                              4.90          3.46                                       2.00              2.00

    bar                                                limit               C guests  all guests
    slowest guest                                      ≥ 2 GIPS            8.00      1.50        NOT reached
    geometric mean of speed                            ≥ 4.5 GIPS          8.00      3.46        NOT reached
    time over native, geometric mean                   ≤ 2.2 ×             2.00      2.00        reached
    speed over qemu’s, geometric mean                  ≥ 1.7 ×             2.00      2.00        reached
    speed over qemu’s, worst guest                     ≥ 0.95 ×            2.00      2.00        reached
    time with trace over time without, geometric mean  ≤ 1.25 ×            1.00      1.41        NOT reached
    trace, mean over guests                            ≤ 1.6 bytes a step  0.50      1.25        reached

    still becoming faster when measured: sample-block
    left out: sqlite: npm could not fetch it
    "
  `);
  expect(REPORT.guests.map(guestLine)).toMatchInlineSnapshot(`
    [
      "keccak: 8.00 GIPS traced, 8.00 counted, 2.00 × native time, 2.00 × the speed of qemu",
      "sample-block: 1.50 GIPS traced, 3.00 counted",
    ]
  `);
});

test('the page names the machine, every guest, every bar and what was left out', () => {
  const page = enginePage(REPORT);
  for (const what of [
    'Some CPU, 2 cores, Linux 6.1, Node 26.10.0 (V8 14.6)',
    'average 0.3 before and 1.5 after',
    '| keccak | 4.00 | 1.20 | 0.02 | 8.00 | 8.00 | 0 % | 0.50 | 0.250 | 2.00 | 1.000 | 2.00 | 25.0 |',
    '| sample-block | 0.30 | 1.10 | 0.50 | 3.00 | 1.50 | 100 % | 2.00 | — | — | — | — | 20.0 |',
    '3 of 7 are not reached',
    '| slowest guest | ≥ 2 GIPS | 8.00 | 1.50 | NOT reached |',
    'Some guests were still becoming faster when measured: sample-block.',
    '- sqlite: npm could not fetch it',
    '(native 2.0 ms)',
    'clang 19; gcc 12.',
  ]) {
    expect(page).toContain(what);
  }
});

test('the chart has a bar for every figure', () => {
  const chart = engineChart(REPORT);
  expect(chart.match(/<svg /g)).toHaveLength(1);
  // four of each guest, four in the legend, the card
  expect(chart.match(/<rect /g)).toHaveLength(13);
  for (const value of ['>16.0<', '>4.0<', '>8.0<', '>3.0<', '>1.5<', '>—<', '>keccak<']) {
    expect(chart).toContain(value);
  }
});

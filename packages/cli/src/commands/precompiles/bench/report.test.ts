import { expect, test } from 'vitest';
import { fatOrLeanChart } from './chart.ts';
import { claimsOf } from './claims.ts';
import { fatOrLeanPage } from './page.ts';
import { REPORT } from './report.fixture.ts';
import { reportText } from './report-text.ts';

test('the terminal shows every row, and the claims that could be compared', () => {
  const text = reportText(REPORT);
  const table = text.slice(text.indexOf('library'), text.indexOf('\nWhat'));
  expect(table).toMatchInlineSnapshot(`
    "library        level  steps        calls   ms   trace kB  ZisK M  SP1 M
    substrate-bn   plain  100,000,000  0       125  50,000    10,000  5,000
    substrate-bn   lean   25,000,000   30,000  125  12,500    2,500   1,250
    substrate-bn   fat    10,000       7       125  5.0       ≥ 1.0   –
    crypto-bigint  plain  80,000,000   0       125  40,000    8,000   4,000
    crypto-bigint  lean   20,000,000   25,000  125  10,000    2,000   1,000
    arkworks       plain  40,000,000   0       125  20,000    4,000   2,000
    "
  `);
  expect(text).toContain('medians of 3 warm runs');
  expect(text.match(/^ {4}here: /gm)).toHaveLength(7);
});

test('claims are judged by the rows of the three-party exchange', () => {
  expect(
    claimsOf(REPORT.rows).map(({ here, verdict }) => `${verdict}: ${here}`),
  ).toMatchInlineSnapshot(`
    [
      "holds: 100 M against 10.0 k steps: 10,000 ×",
      "open: ZisK at most 10,000 ×",
      "partly: 100 M against 25.0 M steps: 4.0 ×",
      "holds: 80.0 M against 20.0 M steps: 4.0 ×",
      "holds: ZisK 4.0 ×; SP1 4.0 ×",
      "fails: 20.0 M against 40.0 M steps: 0.50 ×",
      "fails: ZisK 0.50 ×; SP1 0.50 ×",
      "missing: not measured",
      "missing: not measured",
      "missing: not measured",
    ]
  `);
  expect(new Set(claimsOf([]).map(({ verdict }) => verdict))).toEqual(new Set(['missing']));
});

test('the page names the machine, every row, claim, library and table', () => {
  const page = fatOrLeanPage(REPORT);
  for (const what of [
    'Some CPU, 2 cores, Linux 6.1, Node 26.10.0 (V8 14.6)',
    'average 0.3 before and 1.5 after',
    '| substrate-bn | plain | 100,000,000 | 0 | 125 | 50,000 | 10,000 | 5,000 |',
    '| substrate-bn | fat | 10,000 | 7 | 125 | 5.0 | ≥ 1.0 | – |',
    '- **substrate-bn**: a library',
    '**ZisK** 0.18.0 @ 6182c8be9',
    '**SP1** 6.4.0 @ f66b4bff5',
    'does NOT hold |',
    'Compilers: rustc 1.96.',
  ]) {
    expect(page).toContain(what);
  }
  for (const { claim, original } of REPORT.claims)
    expect(page).toContain(`| ${claim} | ${original}`);
});

test('the chart has a bar for every row', () => {
  const chart = fatOrLeanChart(REPORT);
  expect(chart.match(/<svg /g)).toHaveLength(1);
  // one of each row, three in the legend, the card
  expect(chart.match(/<rect /g)).toHaveLength(10);
  for (const value of ['>100 M<', '>25.0 M<', '>10.0 k<', '>bn254-tripartite-dh<']) {
    expect(chart).toContain(value);
  }
});

import { expect, test } from 'vitest';
import { fatOrLeanChart } from './chart.ts';
import { claimsOf } from './claims.ts';
import { fatOrLeanPage } from './page.ts';
import { REPORT } from './report.fixture.ts';
import { reportText } from './report-text.ts';

test('the terminal shows every row, and the claims that could be compared', () => {
  const text = reportText(REPORT);
  const table = text.slice(text.indexOf('library'), text.indexOf('\nWhat'));
  expect(table).toMatchInlineSnapshot();
  expect(text).toContain('medians of 3 warm runs');
  expect(text.match(/does NOT hold|holds/g)).toHaveLength(4);
});

test('claims hold by the steps of the three-party exchange', () => {
  expect(claimsOf(REPORT.rows).map(({ holds }) => holds)).toMatchInlineSnapshot();
  expect(claimsOf(REPORT.rows)[0]?.here).toMatchInlineSnapshot();
  expect(claimsOf([]).every(({ holds, here }) => holds === null && here === 'not measured')).toBe(
    true,
  );
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
  for (const { claim, original } of REPORT.claims) expect(page).toContain(`| ${claim} | ${original}`);
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

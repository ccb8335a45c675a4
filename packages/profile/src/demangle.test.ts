import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readElf } from '@hart/riscv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demangle } from './demangle.ts';

test.each([
  ['_RNvCskwGfYPst2Cb_3foo16example_function', 'foo::example_function'],
  ['_RNvC6_123foo3bar', '123foo::bar'],
  ['_RNvMsr_NtCs3ssYzQotkvD_3std4pathNtB5_7PathBuf3new', '<std::path::PathBuf>::new'],
  ['_RNvYNtC1a1TNtC1b1U1f', '<a::T as b::U>::f'],
  ['_RINvNtC3std3mem8align_ofdE', 'std::mem::align_of::<f64>'],
  ['_RNCNCNgCs6DXkGYLi8lr_2cc5spawn00B5_', 'cc::spawn::{closure#0}::{closure#0}'],
  ['_RIC0Kj7b_E', '::<123>'],
  ['_RIC0Kan2_Kb1_Kc61_E', "::<-2, true, 'a'>"],
  ['_RIC0FG_RL0_hEuE', "::<for<'a> fn(&'a u8)>"],
  ['_RIC0DG_INtC1f2FnRL0_hEp6OutputuEL_E', "::<dyn for<'a> f::Fn<&'a u8, Output = ()>>"],
  ['_RIC0OAhj3_FUKCEuE', '::<*mut [u8; 3], unsafe extern "C" fn()>'],
  ['_RIC0TQhPSeEE', '::<(&mut u8, *const [str])>'],
  ['_RNvC1a1b.llvm.123', 'a::b'],
  ['_ZN4core3fmt9Formatter3pad17h0123456789abcdefE', 'core::fmt::Formatter::pad'],
  ['_ZN3foo3barEv', undefined],
  ['_ZN3foo3ba', undefined],
  ['_R', undefined],
  ['_RNvB_1f', undefined],
  ['memcpy', undefined],
])('%s', (name, expected = name) => {
  expect(demangle(name)).toBe(expected);
});

test('the older scheme escapes what no identifier may have', () => {
  const part = '_$LT$a..B$u20$as$u20$c..D$LT$E$GT$$GT$';
  const name = `_ZN${part.length}${part}1f17h0123456789abcdefE`;
  expect(demangle(name)).toBe('<a::B as c::D<E>>::f');
});

test('hostile names stay small', () => {
  // Each part refers to the one before twice.
  let name = '_RTuE';
  for (let n = 0; n < 300; n++) name += `TB${n}_B${n}_E`;
  expect(demangle(name)).toBe(name);
  expect(demangle(`_R${'I'.repeat(100_000)}`)).toHaveLength(100_002);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'_RNvCITEBsu0139hKLGFDp') }), (text) => {
      expect(demangle(`_R${text}`).length).toBeLessThan(25_000);
    }),
    { seed: 20261124, numRuns: 5000 },
  );
});

const FILT = 'llvm-cxxfilt-19';
const hasFilt = spawnSync(FILT, ['--version']).status === 0;
if (!hasFilt) console.log(`skipped: comparison of demangled names with ${FILT}`);

test.runIf(hasFilt)('the names of the stateless guest come out as from llvm-cxxfilt', () => {
  const path = new URL('../../../guests/prebuilt/stateless.elf', import.meta.url);
  const names = readElf(readFileSync(path)).symbols.map(({ name }) => name);
  const rust = [...new Set(names)].filter((name) => /^_R\w+$/.test(name));
  expect(rust.length).toBeGreaterThan(800);
  const { stdout } = spawnSync(FILT, { input: rust.join('\n'), encoding: 'utf8' });
  expect(rust.map(demangle)).toEqual(stdout.trimEnd().split('\n'));
});

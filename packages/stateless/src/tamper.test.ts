import { beforeAll, describe, expect, it } from 'vitest';
import { keccakHex } from './internal/keccak.ts';
import { type RlpItem, readRlpList } from './internal/rlp.ts';
import { announceBlocks, hasBlocks, isFullRun, realBlock } from './internal/test-data.ts';
import { runOracle } from './oracle/run-oracle.ts';
import { type TamperCase, type TamperSource, tamperCases } from './tamper.ts';
import { compareHash } from './validate-block.ts';

const TAMPERED = ['mainnet-21429020', 'mainnet-22615247', 'mainnet-20852412'];
const COUNTS = {
  'drop-node': 12,
  'drop-code': 6,
  'drop-headers': 1,
  'alter-parent': 4,
  'replace-parent': 1,
  'flip-block': 24,
  'swap-witness': 1,
};

announceBlocks('tampered versions of real blocks');
describe.skipIf(!hasBlocks)('tamperCases', () => {
  let source: TamperSource;
  beforeAll(async () => {
    if (!hasBlocks) return;
    const block = await realBlock('mainnet-21429020');
    const other = (await realBlock('mainnet-22615247')).witness;
    source = { ...block, used: (await runOracle(block)).used, other };
  });
  const cases = (seed: number, counts = COUNTS) => [...tamperCases(source, counts, seed)];
  const ofKind = (kind: TamperCase['kind']) => cases(1).filter((entry) => entry.kind === kind);

  it('gives the same cases for the same seed', () => {
    expect(cases(5)).toEqual(cases(5));
    expect(cases(5)).not.toEqual(cases(6));
    expect(cases(0).map(({ name }) => name)).not.toEqual(cases(5).map(({ name }) => name));
  });

  it('gives as many as asked for, or as there are', () => {
    expect(cases(1)).toHaveLength(49);
    const all = cases(1, { ...COUNTS, 'drop-node': 1000, 'drop-code': 1000, 'drop-headers': 9 });
    expect(all).toHaveLength(235 + 10 + 1 + 4 + 1 + 24 + 1);
    const none = Object.fromEntries(Object.keys(COUNTS).map((kind) => [kind, 0])) as typeof COUNTS;
    expect(cases(1, none)).toEqual([]);
  });

  it('always changes something, each time in one place', () => {
    const { blockRlp, witness } = source;
    for (const tampered of cases(1)) {
      const sameBlock = Buffer.compare(tampered.blockRlp, blockRlp) === 0;
      expect(sameBlock, tampered.name).toBe(tampered.kind !== 'flip-block');
      expect(tampered.witness === witness, tampered.name).toBe(tampered.kind === 'flip-block');
    }
  });

  it('drops all copies of an entry that is listed twice', () => {
    const [node] = source.witness.state as [Uint8Array];
    const used = { nodes: [keccakHex(node)], codes: [] };
    const witness = { ...source.witness, state: [...source.witness.state, node] };
    const [dropped] = tamperCases({ ...source, witness, used }, COUNTS, 1);
    expect(dropped?.witness.state).toHaveLength(source.witness.state.length - 1);
  });

  it('spreads the flipped bytes, half of them over the header', () => {
    const places = ofKind('flip-block').map(({ blockRlp }) =>
      blockRlp.findIndex((byte, at) => byte !== source.blockRlp[at]),
    );
    const header = readRlpList(source.blockRlp)?.[0] as RlpItem;
    const twelfths = Array.from({ length: 12 }, (_, index) => index);
    const inHeader = places
      .slice(0, 12)
      .map((at) => (at - header.start) / (header.end - header.start));
    expect(inHeader.map((part) => Math.floor(part * 12))).toEqual(twelfths);
    const inBlock = places.slice(12).map((at) => at / source.blockRlp.length);
    expect(inBlock.map((part) => Math.floor(part * 12))).toEqual(twelfths);
  });

  it('has no parent to alter where the witness has no parent', () => {
    const withoutHeaders = { ...source, witness: { ...source.witness, headers: [] } };
    const kinds = [...tamperCases(withoutHeaders, COUNTS, 1)].map(({ kind }) => kind);
    expect(kinds).not.toContain('alter-parent');
  });
});

describe.skipIf(!hasBlocks)('tampered blocks and the oracle', () => {
  it.each(isFullRun ? TAMPERED : TAMPERED.slice(0, 2))(
    'accepts none of %s',
    { timeout: 60_000 },
    async (name) => {
      const block = await realBlock(name);
      const other = (await realBlock('mainnet-22188088')).witness;
      const source = { ...block, used: (await runOracle(block)).used, other };
      const refusals = { rule: 0, hash: 0 };
      for (const tampered of tamperCases(source, COUNTS, 2026)) {
        const verdict = await runOracle({ ...block, ...tampered });
        const { valid, refusedBy } = compareHash(verdict, block.expectedHash);
        expect(valid, tampered.name).toBe(false);
        refusals[refusedBy as 'rule' | 'hash']++;
        if (tampered.kind === 'drop-node' || tampered.kind === 'drop-code') {
          const reason = tampered.kind === 'drop-node' ? 'missing-node' : 'missing-code';
          expect(verdict.reason?.name, tampered.name).toBe(reason);
          expect(verdict.reason?.detail).toContain(tampered.name.split(' ')[1]);
        }
      }
      console.log(`${name}: refused ${refusals.rule} by a rule, ${refusals.hash} by the hash`);
      expect(refusals.rule + refusals.hash).toBe(49);
    },
  );
});

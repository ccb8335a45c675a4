export type { OracleVerdict } from './run-oracle.ts';
export { type OracleOptions, validateWithOracle } from './validate-with-oracle.ts';
export type { UsedEntries } from './witness-store.ts';

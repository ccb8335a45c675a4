import type { Family, Kind } from './vocabulary.ts';

/** What is known of some precompiles only. */
interface Details {
  /** Where it is defined, if not where most of the zkVM's are. */
  source?: string;
  /** The version that was read, if it is another one. */
  version?: string;
  /** How it is called, if not as most are. */
  invocation?: string;
  /** C declaration. */
  signature?: string;
  cost?: PublishedCost;
}

/** ZisK's published cost of an operation. */
export interface PublishedCost {
  /** Columns times rows of the state machine that one call takes. */
  area: number;
  inputBytes: number;
  outputBytes: number;
  stateMachine: string;
}

/** Name in the zkVM's own code, kind, family, how the call is named in machine code, details. */
type Row = readonly [name: string, kind: Kind, family: Family, id: string, details?: Details];

/** One zkVM as of the version that was read. */
export interface Zkvm {
  name: string;
  /** Release or branch, commit and its date. */
  version: string;
  /** On GitHub. */
  repository: string;
  /** Instruction set of its guests. */
  isa: string;
  /** How guests call. */
  invocation?: string;
  /** File in the repository that defines what is called by which number. */
  source: string;
  precompiles: readonly Row[];
}

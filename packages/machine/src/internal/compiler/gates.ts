import {
  compileModule,
  encodeModule,
  type FunctionType,
  FunctionWriter,
  VALUE_TYPE,
} from '@hart/wasm';
import { STATE } from '../state.ts';
import { leaveFrame } from './emit-profile.ts';
import { functionType, PARAMETER, UNWINDING } from './emitter.ts';
import { FLOAT_TYPES } from './float-functions.ts';

/** Type indices in every module, the last two with a profile only. */
export const TYPE = {
  ...{ translated: 0, host: 1, enter: 2, leave: 3 },
  ...{ exact: 4, fusedDouble: 5, fusedSingle: 6, attach: 7, transfer: 8 },
} as const;

export function moduleTypes(traced: boolean, profiled: boolean): FunctionType[] {
  const { i32, i64 } = VALUE_TYPE;
  const profiling = [
    { parameters: [i32, i32], results: [i32] },
    { parameters: [i32, i32, i64, i32, i32], results: [i32] },
  ];
  const translated = functionType(traced, profiled);
  return [
    translated,
    { parameters: [], results: [i32] },
    { parameters: [i32, i32], results: [] },
    { parameters: [i64, i32], results: translated.results },
    ...Object.values(FLOAT_TYPES),
    ...(profiled ? profiling : []),
  ];
}

/** The ways between the host and translated functions. */
export interface Gates {
  /** Calls a table slot with {@link STATE.remaining} steps; returns when compiled code has unwound. */
  enter(slot: number, depth: number): void;
  /** Where translated functions leave: the host decides whether they go on elsewhere or unwind. */
  leave: WebAssembly.ExportValue;
  /** Stands in every empty slot: leaves, with the target in the state. */
  miss: WebAssembly.ExportValue;
}

export function createGates(
  memory: WebAssembly.Memory,
  table: WebAssembly.Table,
  settle: () => number,
  traced: boolean,
  profiled: boolean,
): Gates {
  const pages = memory.buffer.byteLength / 65536;
  const bytes = encodeModule({
    types: moduleTypes(traced, profiled),
    imports: [
      { kind: 'memory', module: 'hart', name: 'memory', minimum: pages, maximum: pages },
      { kind: 'table', module: 'hart', name: 'table', minimum: 1 },
      { kind: 'function', module: 'hart', name: 'settle', type: TYPE.host },
    ],
    functions: [
      { type: TYPE.leave, body: writeLeave(traced, profiled), name: 'leave', exportAs: 'leave' },
      { type: TYPE.translated, body: writeMiss(traced, profiled), name: 'miss', exportAs: 'miss' },
      { type: TYPE.enter, body: writeEnter(traced, profiled), name: 'enter', exportAs: 'enter' },
    ],
  });
  const module = compileModule(bytes, 'optimised');
  const { exports } = new WebAssembly.Instance(module, { hart: { memory, table, settle } });
  return exports as unknown as Gates;
}

/** What the host may answer instead of a slot where the frame goes on. */
export const UNWIND = 0;
export const RETURN = -1;

const SETTLE_INDEX = 0;
const LEAVE_INDEX = 1;

function pushRemaining(body: FunctionWriter): void {
  body.i32(0);
  body.memory('i64.load', STATE.remaining, 3);
}

function pushLog(body: FunctionWriter, traced: boolean): void {
  if (!traced) return;
  body.i32(0);
  body.memory('i32.load', STATE.log, 2);
}

function pushRecord(body: FunctionWriter, profiled: boolean): void {
  if (!profiled) return;
  body.i32(0);
  body.memory('i32.load', STATE.record, 2);
}

/**
 * Takes the frame of the function that left, so that its caller need not know: what the host names
 * goes on in its place, and returns to the same caller.
 */
function writeLeave(traced: boolean, profiled: boolean): FunctionWriter {
  const [returnTo, depth] = [0, 1];
  const body = new FunctionWriter(2);
  const slot = body.local(VALUE_TYPE.i32);
  body.i32(0);
  body.get(returnTo);
  body.memory('i64.store', STATE.returnTo, 3);
  body.call(SETTLE_INDEX);
  body.tee(slot);
  body.op('i32.eqz');
  // No deeper from here: what starts at an entry could not tell that from its start.
  body.get(depth);
  body.op('i32.eqz');
  body.op('i32.or');
  body.if(0);
  body.i64(UNWINDING);
  pushLog(body, traced);
  body.op('return');
  body.end();
  body.get(slot);
  body.i32(RETURN);
  body.op('i32.eq');
  body.if();
  pushRemaining(body);
  pushLog(body, traced);
  body.op('return');
  body.end();
  pushRemaining(body);
  body.get(returnTo);
  // Only who starts at an entry looks at the sign.
  body.get(depth);
  body.i32(0);
  body.get(depth);
  body.op('i32.sub');
  body.i32(0);
  body.memory('i32.load', STATE.entry, 2);
  body.op('i32.eqz');
  body.op('select');
  pushLog(body, traced);
  // Only so that the types fit: with a profile, nothing comes here.
  pushRecord(body, profiled);
  body.get(slot);
  body.returnCallIndirect(TYPE.translated);
  return body;
}

function writeMiss(traced: boolean, profiled: boolean): FunctionWriter {
  const { parameters } = functionType(traced, profiled);
  const body = new FunctionWriter(parameters.length);
  body.i32(0);
  body.i32(0);
  body.memory('i32.store', STATE.exitFunction, 2);
  body.i32(0);
  body.get(PARAMETER.steps);
  body.memory('i64.store', STATE.remaining, 3);
  if (traced) {
    body.i32(0);
    body.get(PARAMETER.log);
    body.memory('i32.store', STATE.log, 2);
  }
  if (profiled) {
    leaveFrame(body, parameters.length - 1, PARAMETER.returnTo, body.local(VALUE_TYPE.i32));
    body.i64(UNWINDING);
    pushLog(body, traced);
    return body;
  }
  body.get(PARAMETER.returnTo);
  body.get(PARAMETER.depth);
  body.returnCall(LEAVE_INDEX);
  return body;
}

/** With a return address that no jump can have. */
function writeEnter(traced: boolean, profiled: boolean): FunctionWriter {
  const [slot, depth] = [0, 1];
  const body = new FunctionWriter(2);
  pushRemaining(body);
  body.i64(1);
  body.get(depth);
  pushLog(body, traced);
  pushRecord(body, profiled);
  body.get(slot);
  body.callIndirect(TYPE.translated);
  if (traced) body.op('drop');
  body.op('drop');
  return body;
}

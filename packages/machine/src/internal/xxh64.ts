import { compileModule, encodeModule, FunctionWriter, VALUE_TYPE } from '@hart/wasm';

/** Hashes what lies in a memory of its own, which the caller fills. */
export interface Hasher {
  /** The memory, at least as large as was asked for. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;
  /** XXH64 of `length` bytes from `offset`; `length` must be a multiple of 8. */
  hash(offset: number, length: number, seed: bigint): bigint;
}

const PAGE = 65536;
const { i32, i64 } = VALUE_TYPE;

// the five primes of the xxHash specification
const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

/** A hasher for up to `capacity` bytes. */
export function createHasher(capacity: number): Hasher {
  const pages = Math.ceil(capacity / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compiled(), { hart: { memory } });
  const xxh64 = exports.xxh64 as (offset: number, length: number, seed: bigint) => bigint;
  const buffer = memory.buffer as ArrayBuffer;
  return {
    bytes: new Uint8Array(buffer),
    view: new DataView(buffer),
    hash: (offset, length, seed) => BigInt.asUintN(64, xxh64(offset, length, seed)),
  };
}

let module: WebAssembly.Module | undefined;

function compiled(): WebAssembly.Module {
  module ??= compileModule(
    encodeModule({
      types: [{ parameters: [i32, i32, i64], results: [i64] }],
      imports: [{ kind: 'memory', module: 'hart', name: 'memory', minimum: 1, maximum: PAGE }],
      functions: [{ type: 0, body: kernel(), name: 'xxh64', exportAs: 'xxh64' }],
    }),
    'optimised',
  );
  return module;
}

/**
 * XXH64 (Yann Collet, "xxHash fast digest algorithm", version 0.1.1) of a multiple of 8 bytes.
 * Parameters: address, length, seed.
 */
function kernel(): FunctionWriter {
  const w = new FunctionWriter(3);
  const [at, length, seed] = [0, 1, 2];
  const end = w.local(i32);
  const lanes = [w.local(i64), w.local(i64), w.local(i64), w.local(i64)] as const;
  const h = w.local(i64);
  const constant = (value: bigint) => w.i64Big(BigInt.asIntN(64, value));
  const rotateLeft = (count: number) => {
    w.i64(64 - count);
    w.op('i64.rotr');
  };
  const multiply = (prime: bigint) => {
    constant(prime);
    w.op('i64.mul');
  };
  /** The rest of a round, with `lane + input * P2` on the stack. */
  const finishRound = () => {
    rotateLeft(31);
    multiply(P1);
  };
  const xorShifted = (count: number) => {
    w.get(h);
    w.get(h);
    w.i64(count);
    w.op('i64.shr_u');
    w.op('i64.xor');
  };

  w.get(at);
  w.get(length);
  w.op('i32.add');
  w.set(end);

  w.get(length);
  w.i32(32);
  w.op('i32.ge_u');
  w.if();
  for (const [n, start] of [P1 + P2, P2, 0n, -P1].entries()) {
    w.get(seed);
    constant(start);
    w.op('i64.add');
    w.set(lanes[n] as number);
  }
  const stripes = w.loop();
  for (const [n, lane] of lanes.entries()) {
    w.get(lane);
    w.get(at);
    w.memory('i64.load', 8 * n, 3);
    multiply(P2);
    w.op('i64.add');
    finishRound();
    w.set(lane);
  }
  w.get(at);
  w.i32(32);
  w.op('i32.add');
  w.tee(at);
  w.get(end);
  w.i32(32);
  w.op('i32.sub');
  w.op('i32.le_s');
  w.brIf(stripes);
  w.end();
  for (const [n, rotation] of [1, 7, 12, 18].entries()) {
    w.get(lanes[n] as number);
    rotateLeft(rotation);
    if (n > 0) w.op('i64.add');
  }
  w.set(h);
  for (const lane of lanes) {
    w.get(h);
    w.get(lane);
    multiply(P2);
    finishRound();
    w.op('i64.xor');
    multiply(P1);
    constant(P4);
    w.op('i64.add');
    w.set(h);
  }
  w.else();
  w.get(seed);
  constant(P5);
  w.op('i64.add');
  w.set(h);
  w.end();

  w.get(h);
  w.get(length);
  w.op('i64.extend_i32_u');
  w.op('i64.add');
  w.set(h);
  const done = w.block();
  const words = w.loop();
  w.get(at);
  w.get(end);
  w.op('i32.eq');
  w.brIf(done);
  w.get(h);
  w.get(at);
  w.memory('i64.load', 0, 3);
  multiply(P2);
  finishRound();
  w.op('i64.xor');
  rotateLeft(27);
  multiply(P1);
  constant(P4);
  w.op('i64.add');
  w.set(h);
  w.get(at);
  w.i32(8);
  w.op('i32.add');
  w.set(at);
  w.br(words);
  w.end();
  w.end();

  for (const [shift, prime] of [
    [33, P2],
    [29, P3],
  ] as const) {
    xorShifted(shift);
    multiply(prime);
    w.set(h);
  }
  xorShifted(32);
  return w;
}

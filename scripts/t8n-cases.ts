import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

type Json = Record<string, unknown>;

/** What geth's `evm t8n` is asked to do, and the state root that the fixture says. */
export interface T8nCase {
  readonly name: string;
  readonly args: readonly string[];
  /** JSON with `alloc`, `env` and `txsRlp`. */
  readonly stdin: string;
  /** Undefined if the fixture expects the transaction to be refused. */
  readonly stateRoot: string | undefined;
}

const STATE_FORKS = ['Berlin', 'London', 'Paris', 'Shanghai', 'Cancun'] as const;
/** Their system contracts must be in the state, as they are in the tests of whole blocks. */
const BLOCK_FORKS = ['Prague', 'Osaka'] as const;
/** Reads geth's whole trusted setup: 49 billion instructions. */
const TOO_LONG = 'test_point_evaluation_precompile';
const ZERO = `0x${'00'.repeat(32)}`;

/** Each transaction of the EEST state tests in `folder`, by the forks whose blocks need no system contract. */
export function readStateCases(folder: string): T8nCase[] {
  return fixtures(join(folder, 'state_tests')).flatMap(([name, test]) => stateCases(name, test));
}

/** The first block of the EEST blockchain tests in `folder`, of the forks whose blocks end with system calls. */
export function readBlockCases(folder: string): T8nCase[] {
  return fixtures(join(folder, 'blockchain_tests')).flatMap(([name, test]) =>
    blockCases(name, test),
  );
}

function fixtures(folder: string): [string, Json][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .flatMap((path) => {
      const tests = Object.entries(JSON.parse(readFileSync(join(folder, path), 'utf8'))).filter(
        ([name]) => !name.includes(TOO_LONG),
      );
      return tests.map(([name, test]): [string, Json] => [
        `${relative(folder, join(folder, path))} ${name.slice(name.indexOf('::') + 2)}`,
        test as Json,
      ]);
    });
}

interface Post {
  readonly hash: string;
  readonly txbytes?: string;
  readonly expectException?: string;
}

function stateCases(name: string, test: Json): T8nCase[] {
  const post = test.post as Record<string, readonly Post[]>;
  return STATE_FORKS.flatMap((fork) =>
    (post[fork] ?? []).flatMap(({ hash, txbytes, expectException }, index) => {
      if (txbytes === undefined) return [];
      const env: Json = { ...(test.env as Json), withdrawals: [], parentBeaconBlockRoot: ZERO };
      return {
        name: `${name} ${fork} ${index}`,
        args: argsFor(fork),
        stdin: JSON.stringify({ alloc: test.pre, env, txsRlp: rlpOfTransaction(txbytes) }),
        stateRoot: expectException === undefined ? hash : undefined,
      };
    }),
  );
}

interface FixtureBlock {
  readonly blockHeader?: Record<string, string>;
  readonly withdrawals?: readonly Readonly<Record<string, string>>[];
  readonly rlp: string;
}

function blockCases(name: string, test: Json): T8nCase[] {
  const fork = BLOCK_FORKS.find((known) => known === test.network);
  const block = (test.blocks as readonly FixtureBlock[])[0];
  const header = block?.blockHeader;
  if (fork === undefined || header === undefined || block === undefined) return [];
  const env = {
    currentCoinbase: header.coinbase,
    currentRandom: header.mixHash,
    currentGasLimit: header.gasLimit,
    currentNumber: header.number,
    currentTimestamp: header.timestamp,
    currentBaseFee: header.baseFeePerGas,
    currentExcessBlobGas: header.excessBlobGas,
    parentBeaconBlockRoot: header.parentBeaconBlockRoot,
    blockHashes: { [Number(header.number) - 1]: header.parentHash },
    withdrawals: (block.withdrawals ?? []).map(plainNumbers),
  };
  const txsRlp = `0x${transactionsOf(Buffer.from(block.rlp.slice(2), 'hex')).toString('hex')}`;
  return [
    {
      name: `${name} ${fork}`,
      args: argsFor(fork),
      stdin: JSON.stringify({ alloc: test.pre, env, txsRlp }),
      stateRoot: header.stateRoot,
    },
  ];
}

/** Numbers without leading zeros, as the tool wants them. The address keeps its own. */
function plainNumbers(withdrawal: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(withdrawal).map(([name, value]) => [
      name,
      name === 'address' ? value : `0x${BigInt(value).toString(16)}`,
    ]),
  );
}

function argsFor(fork: string): string[] {
  const streams = ['alloc', 'env', 'txs'].flatMap((what) => [`--input.${what}`, 'stdin']);
  const results = ['alloc', 'result', 'body'].flatMap((what) => [`--output.${what}`, 'stdout']);
  return [
    't8n',
    ...streams,
    ...results,
    '--state.chainid',
    '1',
    '--state.reward',
    '0',
    '--state.fork',
    fork,
  ];
}

/** RLP of a list of the one transaction, hex. A typed one is a byte string in it. */
function rlpOfTransaction(hex: string): string {
  const bytes = Buffer.from(hex.slice(2), 'hex');
  const isTyped = (bytes[0] ?? 0) < 0xc0;
  const item = isTyped ? Buffer.concat([rlpPrefix(0x80, bytes.length), bytes]) : bytes;
  return `0x${Buffer.concat([rlpPrefix(0xc0, item.length), item]).toString('hex')}`;
}

function rlpPrefix(base: number, length: number): Buffer {
  if (length < 56) return Buffer.of(base + length);
  const digits = length.toString(16);
  const size = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.of(base + 55 + size.length), size]);
}

/** The second item of a block's RLP, with its prefix. */
function transactionsOf(block: Buffer): Buffer {
  const [start] = listBounds(block, 0);
  const [, header] = listBounds(block, start);
  const [, end] = listBounds(block, header);
  return block.subarray(header, end);
}

/** Where the content of the list at `at` begins, and where it ends. */
function listBounds(bytes: Buffer, at: number): [number, number] {
  const first = bytes[at] ?? 0;
  if (first < 0xc0) throw new Error(`no list at byte ${at}`);
  if (first < 0xf8) return [at + 1, at + 1 + first - 0xc0];
  const start = at + 1 + first - 0xf7;
  return [start, start + bytes.readUIntBE(at + 1, first - 0xf7)];
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The release that made the committed files; another one may build another block. */
export const GETH_VERSION = 'v1.17.10';

const ALONE = [
  '--nodiscover',
  '--maxpeers',
  '0',
  '--nat',
  'none',
  '--port',
  '0',
  '--authrpc.port',
  '0',
];

/** A running geth and a way to talk to it. */
export interface Geth {
  /** What `geth version` says, e.g. `1.17.10-stable`. */
  version: string;
  /** One JSON-RPC call; throws with the node's message. */
  call<T>(method: string, ...params: unknown[]): Promise<T>;
  /** Ends the process and removes its data. */
  stop(): Promise<void>;
}

/**
 * Finds geth: the file that `$GETH` names, else one built from the Go module into `cache`
 * (needs Go; takes minutes the first time).
 */
export function findGeth(cache: string): string {
  const given = process.env.GETH;
  if (given !== undefined) return given;
  const binary = join(cache, 'geth');
  if (!existsSync(binary)) {
    console.error(`Building geth ${GETH_VERSION} from its Go module …`);
    execFileSync('go', ['install', `github.com/ethereum/go-ethereum/cmd/geth@${GETH_VERSION}`], {
      env: { ...process.env, GOBIN: cache },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  return binary;
}

/** Starts geth on a fresh chain with the given genesis, alone: no peers, no ports but a random loopback one. */
export async function startGeth(
  binary: string,
  genesis: object,
  flags: readonly string[],
): Promise<Geth> {
  const home = mkdtempSync(join(tmpdir(), 'hart-geth-'));
  writeFileSync(join(home, 'genesis.json'), JSON.stringify(genesis));
  const common = ['--datadir', home, '--verbosity', '1'];
  // geth reads GETH_… variables as flags: nothing of the caller's shell may reach it.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GETH')),
  );
  execFileSync(binary, [...common, 'init', join(home, 'genesis.json')], { env, stdio: 'inherit' });
  const about = execFileSync(binary, ['version'], { env, encoding: 'utf8' });
  const version = /^Version: (.*)$/m.exec(about)?.[1] ?? 'unknown';

  // The IPC socket serves every namespace, the engine's too, without a token.
  const socketPath = join(home, 'ipc');
  const child = spawn(
    binary,
    [
      ...common,
      '--ipcpath',
      socketPath,
      ...ALONE,
      '--syncmode',
      'full',
      '--gcmode',
      'archive',
      ...flags,
    ],
    { env, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  try {
    const socket = await openSocket(socketPath, child);
    return { version, call: caller(socket), stop: () => stop(child, socket, home) };
  } catch (error) {
    await stop(child, undefined, home);
    throw error;
  }
}

async function openSocket(path: string, child: ChildProcess): Promise<Socket> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`geth ended with exit code ${child.exitCode}`);
    if (existsSync(path)) {
      const socket = connect(path);
      const opened = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      });
      if (opened) return socket;
    }
    await sleep(100);
  }
  throw new Error('geth did not open its socket within 30 seconds');
}

interface Answer {
  id: number;
  result?: unknown;
  error?: { message: string; data?: unknown };
}

function caller(socket: Socket): Geth['call'] {
  const waiting = new Map<number, (answer: Answer) => void>();
  let buffered = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    // One answer a line.
    const lines = (buffered + chunk).split('\n');
    buffered = lines.pop() ?? '';
    for (const line of lines) {
      const answer = JSON.parse(line) as Answer;
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    }
  });
  let last = 0;
  return async <T>(method: string, ...params: unknown[]): Promise<T> => {
    const id = ++last;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
    if (answer.error) {
      throw new Error(
        `${method}: ${answer.error.message} ${JSON.stringify(answer.error.data ?? '')}`,
      );
    }
    return answer.result as T;
  };
}

async function stop(child: ChildProcess, socket: Socket | undefined, home: string): Promise<void> {
  socket?.destroy();
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  }
  rmSync(home, { recursive: true, force: true });
}

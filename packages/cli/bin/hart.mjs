#!/usr/bin/env node
// Plain JavaScript that old versions of Node can parse: it finds a Node that runs TypeScript sources.
// npm and npx already start the pinned one; this covers a direct start with an older `node`.
import { spawn } from 'node:child_process';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';

const MINIMUM_NODE = 24;

/** The pinned Node that `npm ci` installed for this platform, or undefined. */
function findPinnedNode() {
  const require = nodeModule.createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  try {
    const manifest = require.resolve(`${prefix}-${platform}-${process.arch}/package.json`);
    return join(dirname(manifest), require(manifest).bin.node);
  } catch {
    return undefined;
  }
}

if (Number.parseInt(process.versions.node, 10) >= MINIMUM_NODE) {
  nodeModule.enableCompileCache?.();
  const { main } = await import('../src/main.ts');
  await main(process.argv.slice(2));
} else {
  const node = findPinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `error HART5012: Hart needs Node ${MINIMUM_NODE} or newer, this is ${process.versions.node}.\n` +
        '  fix: Run `npm ci` in the repository, which brings the right Node, or install a newer one.\n',
    );
    process.exitCode = 4;
  } else {
    const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
    // the child decides how to end
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('exit', (code, signal) => {
      if (signal === null) process.exitCode = code ?? 70;
      else {
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      }
    });
  }
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

export interface Site {
  /** Ends with a slash. */
  readonly url: string;
  close(): void;
}

/**
 * Serves files from memory, each by its name below `/`, on localhost. `/` is `index.html`; `port` 0
 * takes any that is free.
 */
export async function serveSite(
  files: ReadonlyMap<string, Uint8Array>,
  port: number,
): Promise<Site> {
  const server = createServer(({ url = '/' }, response) => {
    const name = url === '/' ? 'index.html' : decodeURIComponent(url.slice(1));
    const body = files.get(name);
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type });
    response.end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

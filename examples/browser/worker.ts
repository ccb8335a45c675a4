/** Validates a block in a Web Worker, so that the page stays usable meanwhile. */
import { isHartError } from '@hart/errors';
import { parseWitness, validateBlock } from '@hart/stateless';

/** Where the page keeps the guest and the block's folder. */
export interface Request {
  guest: string;
  folder: string;
}

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  try {
    postMessage(await validate(data));
  } catch (error) {
    // Bad files are errors with a code; an invalid block is not an error.
    if (!isHartError(error)) throw error;
    postMessage({ error: `${error.code}: ${error.message}` });
  }
});

async function validate({ guest, folder }: Request) {
  const [elf, blockRlp, witness, meta] = await Promise.all([
    load(guest),
    load(`${folder}/block.rlp`),
    load(`${folder}/witness.json`),
    load(`${folder}/meta.json`),
  ]);
  const { chainId, hash } = JSON.parse(textOf(meta));
  const { verdict, ...report } = await validateBlock(
    { chainId, blockRlp, witness: parseWitness(textOf(witness)) },
    { elf, expectedHash: hash },
  );
  return report;
}

async function load(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BlockFolder, readBlockFolder } from '../block-folder.ts';

/** Blocks that only tests read; they lie beside the repository, not in it. */
const BLOCKS = fileURLToPath(new URL('../../../../../shared/data/blocks/', import.meta.url));

/** Whether the real blocks are there. */
export const hasBlocks = existsSync(BLOCKS);

/** Says in one line what is skipped because the real blocks are not there. */
export function announceBlocks(what: string): void {
  if (!hasBlocks) console.log(`skipped: ${what} (needs ../shared/data/blocks)`);
}

/** One of the real blocks, by the name of its folder. */
export function realBlock(name: string): Promise<BlockFolder> {
  return readBlockFolder(`${BLOCKS}${name}`);
}

/** Runs the slow cases as well. */
export const isFullRun = process.env.HART_FULL === '1';

// Makes the sample block with a real geth and writes block.rlp, witness.json and meta.json beside this file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Hex, hexToBytes, keccak256, numberToHex, parseTransaction, stringToHex } from 'viem';
import { sampleBlock } from './block.ts';
import { CHAIN_ID, GAS_LIMIT, GENESIS_TIME, genesis, HOLDERS, named, SLOT } from './genesis.ts';
import { findGeth, type Geth, startGeth } from './geth.ts';
import { setupBlocks } from './setup.ts';
import { type Intent, type Nonces, signAll } from './transactions.ts';
import { createWorld } from './world.ts';

const FOLDER = import.meta.dirname;
const FEE_RECIPIENT = named('fee recipient');

interface Block {
  number: Hex;
  hash: Hex;
  gasUsed: Hex;
  stateRoot: Hex;
  transactions: Hex[];
}

/** Fills the pool, makes one block of it through the engine API, and checks that each transaction did what it should. */
async function mine(
  geth: Geth,
  intents: readonly Intent[],
  nonces: Nonces,
  withdrawals: object[],
): Promise<Block> {
  const parent = await geth.call<Block>('eth_getBlockByNumber', 'latest', false);
  const { baseFeePerGas } = await geth.call<{ baseFeePerGas: Hex[] }>(
    'eth_feeHistory',
    '0x1',
    'latest',
    [],
  );
  const signed = await signAll(intents, nonces, BigInt(baseFeePerGas.at(-1) ?? 0));
  const hashes: Hex[] = [];
  for (const [i, raw] of signed.entries()) {
    hashes.push(
      await geth.call<Hex>('eth_sendRawTransaction', raw).catch((error: unknown) => {
        throw new Error(`The pool refused "${intents[i]?.what}"`, { cause: error });
      }),
    );
  }

  const number = Number(parent.number) + 1;
  const beaconRoot = keccak256(stringToHex(`hart sample block: beacon root ${number}`));
  const forkchoice = (hash: Hex) => ({
    headBlockHash: hash,
    safeBlockHash: hash,
    finalizedBlockHash: hash,
  });
  const { payloadId } = await geth.call<{ payloadId: Hex }>(
    'engine_forkchoiceUpdatedV3',
    forkchoice(parent.hash),
    {
      timestamp: numberToHex(GENESIS_TIME + number * SLOT),
      prevRandao: keccak256(stringToHex(`hart sample block: randao ${number}`)),
      suggestedFeeRecipient: FEE_RECIPIENT,
      withdrawals,
      parentBeaconBlockRoot: beaconRoot,
    },
  );
  // geth answers at any time with what it has; full blocks of this size take it a fraction of a second.
  await sleep(2000);
  const { executionPayload, executionRequests } = await geth.call<{
    executionPayload: { blockHash: Hex; transactions: Hex[] };
    executionRequests: Hex[];
  }>('engine_getPayloadV5', payloadId);
  const blobHashes = executionPayload.transactions.flatMap((raw) => {
    const transaction = parseTransaction(raw);
    return transaction.type === 'eip4844' ? (transaction.blobVersionedHashes ?? []) : [];
  });
  const verdict = await geth.call(
    'engine_newPayloadV4',
    executionPayload,
    blobHashes,
    beaconRoot,
    executionRequests,
  );
  const choice = await geth.call(
    'engine_forkchoiceUpdatedV3',
    forkchoice(executionPayload.blockHash),
    null,
  );
  const block = await geth.call<Block>('eth_getBlockByNumber', 'latest', false);
  if (block.hash !== executionPayload.blockHash) {
    throw new Error(`geth did not take its own block: ${JSON.stringify({ verdict, choice })}`);
  }

  if (block.transactions.join() !== hashes.join()) {
    const missing = intents.filter((_, i) => !block.transactions.includes(hashes[i] ?? '0x'));
    throw new Error(
      `Block ${number} has other transactions or another order; missing: ${missing.map(({ what }) => what)}`,
    );
  }
  const receipts = await geth.call<{ status: Hex; gasUsed: Hex }[]>(
    'eth_getBlockReceipts',
    block.number,
  );
  for (const [i, intent] of intents.entries()) {
    const { status, gasUsed } = receipts[i] ?? { status: 'unknown', gasUsed: '0x' };
    if (status !== (intent.fails ? '0x0' : '0x1')) {
      throw new Error(`"${intent.what}" has status ${status} and used ${Number(gasUsed)} gas`);
    }
  }
  console.error(
    `Block ${number} ${block.hash}: ${intents.length} transactions, ${Number(block.gasUsed)} gas`,
  );
  return block;
}

async function make(geth: Geth): Promise<void> {
  const world = createWorld(join(FOLDER, 'contracts'));
  const nonces: Nonces = new Map();
  for (const intents of setupBlocks(world)) {
    await mine(geth, intents, nonces, []);
  }
  const parent = await geth.call<Block>('eth_getBlockByNumber', 'latest', false);
  const recipients = [HOLDERS[0], HOLDERS[1], named('new validator'), HOLDERS[0]];
  const withdrawals = recipients.map((address, i) => ({
    index: numberToHex(i),
    validatorIndex: numberToHex(100 + i),
    address,
    amount: numberToHex(1_000_000 * (i + 1)),
  }));
  const block = await mine(geth, await sampleBlock(world), nonces, withdrawals);

  const raw = await geth.call<Hex>('debug_getRawBlock', block.number);
  // geth's own shape, as it answers: headers are objects, not RLP, and `keys` is null.
  const witness = await geth.call<object>('debug_executionWitness', block.number);
  const meta = {
    network: 'dev',
    chainId: CHAIN_ID,
    number: Number(block.number),
    hash: block.hash,
    fork: 'Osaka',
    gasUsed: Number(block.gasUsed),
    txs: block.transactions.length,
    stateRoot: block.stateRoot,
    preStateRoot: parent.stateRoot,
    source: `made by make.ts with geth ${geth.version}`,
  };
  writeFileSync(join(FOLDER, 'block.rlp'), hexToBytes(raw));
  writeFileSync(join(FOLDER, 'witness.json'), `${JSON.stringify(witness)}\n`);
  writeFileSync(join(FOLDER, 'meta.json'), `${JSON.stringify(meta, undefined, 2)}\n`);
}

const geth = await startGeth(findGeth(join(FOLDER, '.cache')), genesis(), [
  '--miner.gaslimit',
  String(GAS_LIMIT),
  '--miner.extradata',
  'hart sample block',
  '--rpc.allow-unprotected-txs',
]);
try {
  await make(geth);
} finally {
  await geth.stop();
}

import { defineCommand } from '../../command.ts';
import { blockOptions } from './options.ts';

export const block = defineCommand({
  name: 'block',
  summary: 'Validate a block with its execution witness inside the machine',
  description:
    'Gives the block and its witness to the stateless validator, an ordinary program compiled to RISC-V,\n' +
    'and prints its verdict. The verdict is for a block hash: the expected one comes from meta.json, from\n' +
    '--hash or from the node. An invalid block ends the command with 1 and names the rule that failed.',
  usage: [
    'DIRECTORY [options]',
    'BLOCK.rlp --witness WITNESS.json [options]',
    '--rpc URL --number N [options]',
  ],
  arguments: [
    {
      name: 'BLOCK',
      description: 'a folder with block.rlp and witness.json (and meta.json), or an RLP block',
      required: false,
    },
  ],
  options: blockOptions,
  examples: [
    { command: 'hart block examples/sample-block', description: 'Validate the sample block' },
    {
      command: 'hart block block.rlp --witness witness.json --hash 0x1234…',
      description: 'Validate a block from two files, for a known hash',
    },
    {
      command: 'hart block examples/sample-block --accelerators fat',
      description: 'Leave hashes, signatures and pairings to accelerators',
    },
    {
      command: 'hart block examples/sample-block --profile block.folded',
      description: 'Show which transactions, contracts, opcodes and functions cost what',
    },
    {
      command: 'hart block --rpc http://127.0.0.1:8545 --number 21077746 --oracle',
      description: 'Fetch a block from a node and compare with EthereumJS',
    },
  ],
  stdout: {
    text: 'the verdict: block, hash, gas, steps, speed and what was checked',
    json: '`valid`, `reason` when invalid, `number`, `hash`, `gasUsed`, `guest`, `steps`, `seconds` `{encode, load, compile, run}`, `mgasPerSecond`, `trace` `{chunks, bytes, bytesPerStep}` with --trace, with --profile `profile` `{file, nodes, functions}` and `cost`, the steps, accelerator `calls` and modelled proving `cost` of each of `transactions`, `contracts` and `opcodes`; `accelerators` and `calls` say what was left to accelerators',
  },
  load: () => import('./handler.ts'),
});

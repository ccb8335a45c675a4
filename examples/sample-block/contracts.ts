import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Abi, encodeDeployData, encodeFunctionData, type Hex } from 'viem';

/** A compiled contract. */
export interface Contract {
  abi: Abi;
  /** The code that creates it, without constructor arguments. */
  bytecode: Hex;
}

interface CompilerOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
}

/** Compiles every `.sol` file of a folder; the names are the contracts'. Throws with the compiler's messages. */
export function compile(folder: string): ReadonlyMap<string, Contract> {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string };
  const sources = Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.sol'))
      .map((file) => [file, { content: readFileSync(join(folder, file), 'utf8') }]),
  );
  const settings = {
    evmVersion: 'osaka',
    optimizer: { enabled: true, runs: 1000 },
    // Without the metadata hash the code does not change with a comment.
    metadata: { appendCBOR: false, bytecodeHash: 'none' },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  };
  const output = JSON.parse(
    solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })),
  ) as CompilerOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  const contracts = new Map<string, Contract>();
  for (const file of Object.values(output.contracts ?? {})) {
    for (const [name, { abi, evm }] of Object.entries(file)) {
      contracts.set(name, { abi, bytecode: `0x${evm.bytecode.object}` });
    }
  }
  return contracts;
}

/** Data of a transaction that creates the contract. */
export function creation(contract: Contract, ...args: unknown[]): Hex {
  return encodeDeployData({ ...contract, args });
}

/** Data of a transaction that calls the contract. */
export function calling(contract: Contract, functionName: string, ...args: unknown[]): Hex {
  return encodeFunctionData({ abi: contract.abi, functionName, args });
}

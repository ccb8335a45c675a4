/**
 * What the guests of the precompile bench are given, and what they must answer by an independent implementation
 * (noble): `node bench/precompiles/inputs.ts [--few] [--only WORKLOAD,WORKLOAD]`. Prints one JSON document, an array
 * of {@link Inputs}. The same workload always gets the same bytes. Exit code 2: there is no such workload.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { WORKLOADS } from './workloads/index.ts';

interface Inputs {
  workload: string;
  about: string;
  /** How often the operation is done. */
  items: number;
  /** Hex. */
  input: string;
  output: string;
}

const { values } = parseArgs({
  options: { few: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const names = values.only?.split(',') ?? Object.keys(WORKLOADS);
process.stdout.write(`${JSON.stringify(names.map((name) => inputsOf(name, values.few)))}\n`);

function inputsOf(name: string, few: boolean): Inputs {
  const workload = WORKLOADS[name];
  if (workload === undefined) {
    const known = Object.keys(WORKLOADS).join(', ');
    process.stderr.write(`There is no workload ${name}; there are ${known}.\n`);
    process.exit(2);
  }
  const items = few ? workload.few : workload.items;
  const rows = Array.from({ length: items }, (_, index) => workload.item(index));
  const header = [Buffer.from([name.length]), Buffer.from(name)];
  return {
    workload: name,
    about: workload.about,
    items,
    input: Buffer.concat([...header, ...rows.map(({ input }) => input)]).toString('hex'),
    output: Buffer.concat(rows.map(({ output }) => output)).toString('hex'),
  };
}

/**
 * What the guests of the precompile bench are given, and what they must answer by an independent implementation
 * (noble): `node bench/precompiles/inputs.ts WORKLOAD ITEMS` prints {@link Inputs} as JSON. The same arguments give
 * the same bytes.
 */
import process from 'node:process';
import { WORKLOADS } from './workloads/index.ts';

/** Hex. */
interface Inputs {
  input: string;
  output: string;
}

const [name = '', items = ''] = process.argv.slice(2);
const workload = WORKLOADS[name];
if (workload === undefined || !/^[1-9]\d{0,5}$/.test(items)) {
  const names = Object.keys(WORKLOADS).join(', ');
  process.stderr.write(`usage: inputs.ts WORKLOAD ITEMS; workloads are ${names}\n`);
  process.exit(2);
}
const rows = Array.from({ length: Number(items) }, (_, index) => workload.item(index));
const inputs: Inputs = {
  input: Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    ...rows.map((row) => row.input),
  ]).toString('hex'),
  output: Buffer.concat(rows.map((row) => row.output)).toString('hex'),
};
process.stdout.write(`${JSON.stringify(inputs)}\n`);

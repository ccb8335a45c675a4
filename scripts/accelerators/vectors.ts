import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCELERATORS } from '@hart/accelerators';
import { PRECOMPILES } from './precompiles.ts';

/** A file of go-ethereum's core/vm/testdata/precompiles. */
type PrecompileVectors = {
  Name: string;
  Input: string;
  Expected?: string;
  ExpectedError?: string;
}[];

/** Of Wycheproof's `ecdsa_…_p1363_test.json`, what is used. */
interface Wycheproof {
  testGroups: {
    publicKey: { uncompressed: string };
    tests: { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid' | 'acceptable' }[];
  }[];
}

const ECDSA = {
  'ecdsa_secp256k1_sha256_p1363_test.json': ACCELERATORS.zkvm_secp256k1_verify,
  'ecdsa_secp256r1_sha256_p1363_test.json': ACCELERATORS.zkvm_secp256r1_verify,
};

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Checks all files in a folder that are known here, and names those that are missing. */
export function checkVectors(folder: string | undefined): { passed: number; failed: number } {
  const total = { passed: 0, failed: 0 };
  if (folder === undefined) return total;
  const files = readdirSync(folder);
  const check = (
    file: string,
    results: Iterable<readonly [name: string, isRight: boolean]>,
  ): void => {
    let passed = 0;
    let failed = 0;
    for (const [name, isRight] of results) {
      if (isRight) passed++;
      else {
        failed++;
        console.log(`FAIL ${file}: ${name}`);
      }
    }
    console.log(`${file}: ${passed} of ${passed + failed}`);
    total.passed += passed;
    total.failed += failed;
  };
  for (const name of Object.keys(PRECOMPILES)) {
    for (const file of [`${name}.json`, `fail-${name}.json`]) {
      if (files.includes(file)) check(file, precompileResults(name, join(folder, file)));
    }
  }
  for (const [file, accelerator] of Object.entries(ECDSA)) {
    if (files.includes(file)) check(file, ecdsaResults(accelerator, join(folder, file)));
    else console.log(`skipped: ${file} is not there`);
  }
  return total;
}

function* precompileResults(name: string, path: string): Generator<readonly [string, boolean]> {
  const vectors = JSON.parse(readFileSync(path, 'utf8')) as PrecompileVectors;
  for (const { Name, Input, Expected } of vectors) {
    const found = PRECOMPILES[name]!(fromHex(Input));
    const isRight =
      Expected === undefined
        ? found === undefined
        : found !== undefined && toHex(found) === Expected;
    yield [Name, isRight];
  }
}

function* ecdsaResults(
  accelerator: (typeof ECDSA)[keyof typeof ECDSA],
  path: string,
): Generator<readonly [string, boolean]> {
  const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as Wycheproof;
  for (const { publicKey, tests } of testGroups) {
    const key = fromHex(publicKey.uncompressed).subarray(1);
    for (const { tcId, msg, sig, result } of tests) {
      const signature = fromHex(sig);
      const hash = new Uint8Array(32);
      ACCELERATORS.zkvm_sha256.compute(fromHex(msg), hash);
      const verified = new Uint8Array(1);
      // the interface has no other length
      const isValid =
        signature.length === 64 &&
        accelerator.compute(hash, signature, key, verified) &&
        verified[0] === 1;
      yield [`test ${tcId}`, isValid === (result === 'valid')];
    }
  }
}

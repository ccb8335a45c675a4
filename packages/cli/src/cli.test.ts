import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ERRORS } from '@hart/errors';
import { CHUNK_STEPS, readTrace } from '@hart/machine';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { elfOf, PROGRAMS } from './program.fixture.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/hart.mjs', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../../examples/sample-block', import.meta.url));
const ENVIRONMENT = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
let folder: string;

const at = (name: string) => join(folder, name);

function hart(...args: string[]) {
  const options = { encoding: 'utf8', cwd: folder, env: ENVIRONMENT, input: '' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], options);
  return { status, stdout, stderr };
}

/** `hart … --json` with its envelope read. */
function hartJson(...args: string[]) {
  const { status, stdout, stderr } = hart(...args, '--json');
  return { status, stderr, envelope: JSON.parse(stdout) };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hart-cli-'));
  for (const [name, code] of Object.entries(PROGRAMS))
    writeFileSync(at(`${name}.elf`), elfOf(code));
  writeFileSync(at('empty'), '');
  writeFileSync(at('text.txt'), 'not a program');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('help', () => {
  test('hart --help lists the commands, examples first', () => {
    const { status, stdout, stderr } = hart('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "Hart runs Ethereum on RISC-V.

      Examples:
        # Run a zkVM guest on an input
        hart run guest.elf --input input.bin
        # What does it ask of Linux?
        hart syscalls program
        # Validate the sample block
        hart block examples/sample-block
        # Replay on two threads and print the digest over all rows
        hart replay guest.trace --elf guest.elf --workers 2
        # Who accelerates what, at a glance
        hart precompiles list --view matrix
        # All guests; takes some minutes
        hart bench engine
        # See what is there and what is missing
        hart doctor

      Usage:
        hart <command> [options]

      Commands:
        run          Run a RISC-V program and show what it did
        syscalls     Show which Linux calls a program issues, and which tier it needs
        block        Validate a block with its execution witness inside the machine
        replay       Replay a trace in parallel and check it
        precompiles  Show which operations zkVMs accelerate, and measure what it brings
        bench        Measure Hart against its peers on this machine
        doctor       Check whether this machine can run Hart and build guests

      \`hart <command> --help\` explains one command; \`hart --version\` prints versions.
      "
    `);
  });

  test('a command explains itself', () => {
    const { status, stdout } = hart('run', '--help');
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Run a RISC-V program and show what it did

      Examples:
        # Run a zkVM guest on an input
        hart run guest.elf --input input.bin
        # Stop after a million instructions, in the interpreter
        hart run guest.elf --max-steps 1000000 --engine interpreter
        # Write the minimal trace, from which the run can be replayed in parallel
        hart run guest.elf --trace guest.trace
        # Show which functions took the steps, and write a profile for pprof
        hart run guest.elf --profile guest.pb.gz
        # Run a static Linux program of Rust, C or Go with arguments and a file
        hart run program --env LANG=C --file /etc/hosts=hosts -- -v /etc/hosts
        # Steps, time, output and exit code as JSON
        hart run guest.elf --json

      Usage:
        hart run ELF [options]
        hart run ELF [options] -- ARGUMENTS

      Runs a static RV64 ELF. Standard output carries what the guest wrote to its public or standard output, byte for
      byte (as hex on a terminal, when it is not text); its log or standard error and the summary go to standard error. A
      guest that exits with another code than 0 ends the command with 1, a trap or a reached limit with 3.

      Arguments:
        ELF           the linked guest program
        arguments...  for a Linux program, after \`--\`

      Options:
        --abi <auto|bare|zkvm|zisk|sp1|linux-basic|linux-advanced>  the guest’s environment; auto looks at the program (default: auto)
        --input <FILE>                                              bytes that the guest reads as its (standard) input; - is standard input
        --env <NAME=VALUE>                                          set an environment variable of a Linux guest; may be given several times
        --file <GUEST=HOST>                                         let a Linux guest read the file HOST at the path GUEST; may be given several times
        --output <FILE>                                             write the guest’s public output here instead of standard output
        --max-steps <N>                                             stop after this many instructions
        --max-memory <BYTES>                                        give the guest this much RAM, a multiple of 4096
        --engine <aot|interpreter>                                  compiled to WebAssembly, or interpreted (default: aot)
        --trace <FILE|ring>                                         write the minimal trace to this file; ring: make it in full and drop it
        --profile <FILE>                                            write where the steps were spent: .pb.gz (pprof), .folded (flame graphs) or .json (speedscope)
        --cache <on|off>                                            off: neither use nor keep what runs translate of the program (default: on)
        --signature <FILE>                                          write the words from begin_signature to end_signature here
        --json                                                      print one JSON document instead of text
        --debug                                                     print stack traces with errors
        --help                                                      print this help
      "
    `);
  });

  test.each([
    ['hart -h', ['-h'], ['--help']],
    ['hart help', ['help'], ['--help']],
    ['hart help run', ['help', 'run'], ['run', '--help']],
    ['hart run -h', ['run', '-h'], ['run', '--help']],
  ])('%s is --help too', (_name, args, same) => {
    expect(hart(...args)).toEqual(hart(...same));
  });

  test('without a command, help goes to standard error', () => {
    const { status, stdout, stderr } = hart();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage:');
  });

  test('--version names Hart, Node and V8', () => {
    expect(hart('--version').stdout).toMatch(/^hart \S+ \(node \S+, v8 \S+\)\n$/);
  });
});

describe('wrong command lines', () => {
  test.each([
    ['an unknown command', ['rum']],
    ['an unknown flag', ['run', 'hello.elf', '--tracing', 'x']],
    ['a missing argument', ['run']],
    ['too many arguments', ['doctor', 'hello.elf']],
    ['a missing value', ['run', 'hello.elf', '--input']],
    ['a value that is no number', ['run', 'hello.elf', '--max-steps', 'many']],
    ['a choice that does not exist', ['run', 'hello.elf', '--abi', 'risc0']],
    ['nothing to validate', ['block']],
    ['a hash that is none', ['block', '.', '--hash', '0x12']],
    ['a block file without its witness', ['block', 'text.txt']],
    ['two sources', ['block', '.', '--rpc', 'http://127.0.0.1:1', '--number', '1']],
    ['a node without a number', ['block', '--rpc', 'http://127.0.0.1:1']],
    ['nothing to measure', ['bench']],
    ['a suite that does not exist', ['bench', 'nothing']],
    ['a bench guest that does not exist', ['bench', 'engine', '--guests', 'nothing']],
    ['a report about some guests', ['bench', 'engine', '--guests', 'keccak', '--write']],
    ['no action', ['precompiles']],
    ['an action that does not exist', ['precompiles', 'lost']],
    ['a zkVM that does not exist', ['precompiles', 'list', '--zkvm', 'sp1,nothing']],
    ['a workload that does not exist', ['precompiles', 'bench', '--only', 'lost']],
    ['an option of another action', ['precompiles', 'bench', '--zkvm', 'sp1']],
    ['a report about a part', ['precompiles', 'bench', '--only', 'sha256', '--write']],
    ['an empty name', ['bench', 'engine', '--guests', 'keccak,']],
  ])('%s', (_name, args) => {
    const { status, stdout, stderr } = hart(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error HART5001: .*\n {2}fix: .*\n$/);
  });

  test('with --json the error is in the envelope too', () => {
    const { status, envelope } = hartJson('run', 'hello.elf', '--abi', 'risc0');
    expect(status).toBe(2);
    expect(envelope).toMatchObject({
      schemaVersion: 1,
      success: false,
      data: null,
      errors: [{ code: 'HART5001', name: 'USAGE' }],
    });
  });
});

describe('files that cannot be used', () => {
  test.each([
    ['a missing program', ['run', 'missing.elf'], 4, 'HART5002'],
    ['a folder for a program', ['run', '.'], 4, 'HART5003'],
    ['a missing input', ['run', 'hello.elf', '--input', 'missing'], 4, 'HART5002'],
    [
      'an input for no use',
      ['run', 'hello.elf', '--abi', 'bare', '--input', 'empty'],
      2,
      'HART3002',
    ],
    ['arguments for a zkVM guest', ['run', 'hello.elf', '--', '-v'], 2, 'HART3005'],
    ['a relative path in the guest', ['run', 'hello.elf', '--file', 'a=hello.elf'], 2, 'HART5001'],
    ['an odd memory size', ['run', 'hello.elf', '--max-memory', '5000'], 2, 'HART3003'],
    ['a trace in no folder', ['run', 'hello.elf', '--trace', 'no/where'], 4, 'HART5005'],
    ['an output in no folder', ['run', 'hello.elf', '--output', 'no/where'], 4, 'HART5005'],
    ['a program that is text', ['run', 'text.txt'], 1, 'HART1001'],
    ['an empty program', ['run', 'empty'], 1, 'HART1001'],
    ['a program without signature', ['run', 'hello.elf', '--signature', 's'], 1, 'HART5011'],
    ['a missing block', ['block', 'missing'], 4, 'HART5002'],
    ['a missing witness', ['block', 'text.txt', '--witness', 'missing'], 4, 'HART4008'],
    ['a folder without a block', ['block', '.'], 4, 'HART4008'],
    ['an empty block', ['block', 'empty', '--witness', 'text.txt'], 1, 'HART4001'],
    ['no node', ['block', '--rpc', 'http://127.0.0.1:1', '--number', '1'], 4, 'HART4020'],
  ])('%s', (_name, args, status, code) => {
    const result = hart(...args);
    expect(result).toMatchObject({ status, stdout: '' });
    expect(result.stderr).toMatch(new RegExp(`^error ${code}: .*\\n {2}fix: .*\\n$`));
  });
});

describe('hart run', () => {
  test('standard output is the guest’s output and nothing else', () => {
    const { status, stdout, stderr } = hart('run', 'hello.elf');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'hello\n' });
    expect(stderr).toMatch(/^a word in the log\nexit 0 after 13 steps \(zkvm, aot\): load /);
  });

  test('--json says the same as data, for both engines', () => {
    const { status, envelope } = hartJson('run', 'hello.elf', '--engine', 'interpreter');
    expect(status).toBe(0);
    expect(envelope).toMatchObject({
      schemaVersion: 1,
      success: true,
      data: {
        exitCode: 0,
        reason: 'exit',
        steps: 13,
        misaligned: 0,
        output: `0x${Buffer.from('hello\n').toString('hex')}`,
        log: 'a word in the log\n',
        abi: 'zkvm',
        engine: 'interpreter',
      },
      errors: [],
      warnings: [],
    });
    expect(Object.keys(envelope.data.seconds)).toEqual(['load', 'compile', 'run']);
    expect(envelope.data.mips).toBeTypeOf('number');
  });

  test('--output takes the output', () => {
    expect(hart('run', 'hello.elf', '--output', 'out.bin')).toMatchObject({
      status: 0,
      stdout: '',
    });
    expect(readFileSync(at('out.bin'), 'utf8')).toBe('hello\n');
  });

  test('a guest that fails ends with 1', () => {
    const { status, stderr } = hart('run', 'failing.elf');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^something is wrong\nexit 3 after .*\nerror HART5006: /);
    expect(hartJson('run', 'failing.elf').envelope).toMatchObject({
      success: false,
      data: { exitCode: 3, reason: 'exit' },
      errors: [{ code: 'HART5006' }],
    });
  });

  test('a trap ends with 3 and shows where', () => {
    const { status, stderr } = hart('run', 'trapping.elf');
    expect(status).toBe(3);
    const redacted = stderr.replace(/^(trap after \d+ steps).*$/m, '$1 …');
    expect(redacted).toMatchInlineSnapshot(`
      "trap
        cause        load-access-fault
        pc           0x0000000080000008
        symbol       main+0x8
        instruction  ld a0, 0(a1)
        address      0x0000000000000008
      registers
        zero  0x0000000000000000  a1  0x0000000000000008  s6   0x0000000000000000
        ra    0x0000000000000000  a2  0x0000000000000000  s7   0x0000000000000000
        sp    0x0000000000000000  a3  0x0000000000000000  s8   0x0000000000000000
        gp    0x0000000000000000  a4  0x0000000000000000  s9   0x0000000000000000
        tp    0x0000000000000000  a5  0x0000000000000000  s10  0x0000000000000000
        t0    0xffffffffffffffff  a6  0x0000000000000000  s11  0x0000000000000000
        t1    0x0000000000000000  a7  0x0000000000000000  t3   0x0000000000000000
        t2    0x0000000000000000  s2  0x0000000000000000  t4   0x0000000000000000
        s0    0x0000000000000000  s3  0x0000000000000000  t5   0x0000000000000000
        s1    0x0000000000000000  s4  0x0000000000000000  t6   0x0000000000000000
        a0    0x0000000000000000  s5  0x0000000000000000
      trap after 2 steps …
      error HART5007: The guest trapped: load-access-fault at 0x80000008 (main+0x8).
        fix: Look at the registers above; disassemble around that address to see how it got there.
      "
    `);
    expect(hartJson('run', 'trapping.elf').envelope).toMatchObject({
      success: false,
      data: {
        exitCode: null,
        reason: 'trap',
        steps: 2,
        trap: {
          cause: 'load-access-fault',
          pc: '0x80000008',
          symbol: 'main+0x8',
          address: '0x8',
          registers: { zero: '0x0', t0: '0xffffffffffffffff' },
        },
      },
      errors: [{ code: 'HART5007' }],
    });
  });

  test.each(['aot', 'interpreter'])('--max-steps stops exactly there (%s)', (engine) => {
    const args = ['run', 'endless.elf', '--max-steps', '1_000_003', '--engine', engine];
    const { status, envelope } = hartJson(...args);
    expect(status).toBe(3);
    expect(envelope).toMatchObject({
      data: { exitCode: null, reason: 'limit', steps: 1_000_003 },
      errors: [{ code: 'HART5008' }],
    });
  });
});

describe('hart block', () => {
  const meta = JSON.parse(readFileSync(join(SAMPLE, 'meta.json'), 'utf8'));
  const files = [join(SAMPLE, 'block.rlp'), '--witness', join(SAMPLE, 'witness.json')];

  test('a valid block', () => {
    const { status, stdout, stderr } = hart('block', SAMPLE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`chain ${meta.chainId} block ${meta.number}: VALID\n`);
    expect(stdout).toContain(meta.hash);
    expect(stdout).not.toMatch(/FAIL|not checked/);
  });

  test('--json says the same as data; the chain is read from the transactions', () => {
    const { status, envelope } = hartJson('block', ...files);
    expect(status).toBe(0);
    expect(envelope).toMatchObject({
      success: true,
      data: {
        valid: true,
        number: meta.number,
        hash: meta.hash,
        gasUsed: meta.gasUsed,
        guest: 'rust',
        preStateRoot: meta.preStateRoot,
        postStateRoot: meta.stateRoot,
        chainId: meta.chainId,
      },
      errors: [],
    });
    expect(envelope.data.reason).toBeUndefined();
    expect(Object.keys(envelope.data.seconds)).toEqual(['encode', 'load', 'compile', 'run']);
    expect(envelope.data.steps).toBeGreaterThan(0);
    expect(envelope.data.mgasPerSecond).toBeGreaterThan(0);
  });

  test('another hash than the expected one is refused', () => {
    const { status, stdout, stderr } = hart('block', SAMPLE, '--hash', `0x${'12'.repeat(32)}`);
    expect(status).toBe(1);
    expect(stdout).toContain('INVALID');
    expect(stderr).toMatch(/^error HART5009: .*hash mismatch/);
  });

  test('a flipped byte is refused, with the reason', () => {
    const block = readFileSync(join(SAMPLE, 'block.rlp'));
    block[block.length >> 1] = (block[block.length >> 1] ?? 0) ^ 1;
    writeFileSync(at('flipped.rlp'), block);
    const witness = join(SAMPLE, 'witness.json');
    const args = ['block', 'flipped.rlp', '--witness', witness, '--hash', meta.hash];
    const { status, envelope } = hartJson(...args);
    expect(status).toBe(1);
    expect(envelope).toMatchObject({
      success: false,
      data: { valid: false, reason: expect.any(String) },
      errors: [{ code: 'HART5009' }],
    });
  });

  test('bytes that are no block are refused', () => {
    const witness = join(SAMPLE, 'witness.json');
    const { status, stderr } = hart('block', 'text.txt', '--witness', witness);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error HART5009: .*input-malformed/);
  });
});

/** The trace in a file, as far as it goes, and what reading it ends with. */
async function traceOf(name: string) {
  const { header, chunks } = await readTrace(createReadStream(at(name)));
  const steps: number[] = [];
  let error: unknown;
  try {
    for await (const chunk of chunks) steps.push(chunk.steps);
  } catch (thrown) {
    error = thrown;
  }
  return { header, steps, error };
}

describe('--trace', () => {
  test('writes the trace of a run to a file', async () => {
    const args = ['run', 'hello.elf', '--trace', 'hello.trace'];
    const { status, stdout, stderr } = hart(...args);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'hello\n' });
    const { size } = statSync(at('hello.trace'));
    expect(stderr).toMatch(
      new RegExp(`\\ntrace: 1 chunk, ${size} bytes \\(.* a step\\), written to hello.trace\\n$`),
    );
    expect(hartJson(...args).envelope.data.trace).toEqual({
      chunks: 1,
      bytes: size,
      bytesPerStep: size / 13,
    });
    expect(await traceOf('hello.trace')).toMatchObject({
      header: {
        elfSha256: hash('sha256', readFileSync(at('hello.elf'))),
        abi: 'zkvm',
        chunkSteps: CHUNK_STEPS,
      },
      steps: [13],
      error: undefined,
    });
  });

  test.each(['aot', 'interpreter'])('is whole after a trap or a limit (%s)', async (engine) => {
    expect(hart('run', 'trapping.elf', '--trace', 't', '--engine', engine).status).toBe(3);
    expect(await traceOf('t')).toMatchObject({ steps: [2], error: undefined });
    const limit = ['--max-steps', '300000', '--engine', engine];
    expect(hart('run', 'endless.elf', '--trace', 't', ...limit).status).toBe(3);
    const steps = [CHUNK_STEPS, 300_000 - CHUNK_STEPS];
    expect(await traceOf('t')).toMatchObject({ steps, error: undefined });
  });

  test('ring makes the same trace and leaves no file', () => {
    const { status, stderr } = hart('run', 'hello.elf', '--trace', 'ring');
    expect(status).toBe(0);
    expect(stderr).toMatch(/\ntrace: 1 chunk, .*, dropped\n$/);
    expect(existsSync(at('ring'))).toBe(false);
    const { trace } = hartJson('run', 'hello.elf', '--trace', 'hello.trace').envelope.data;
    expect(hartJson('run', 'hello.elf', '--trace', 'ring').envelope.data.trace).toEqual(trace);
  });

  test('traces the guest that validates a block', async () => {
    // Half a gigabyte, so not into a file.
    const { status, envelope } = hartJson('block', SAMPLE, '--trace', 'ring');
    expect(status).toBe(0);
    const { steps, trace } = envelope.data;
    expect(trace.chunks).toBe(Math.ceil(steps / 2 ** 18));
    expect(trace.bytesPerStep).toBe(trace.bytes / steps);
    expect(trace.bytesPerStep).toBeGreaterThan(1);
    expect(trace.bytesPerStep).toBeLessThan(2.5);
  });

  test('a program that cannot be loaded leaves the file alone', () => {
    writeFileSync(at('kept'), 'something else');
    expect(hart('run', 'text.txt', '--abi', 'zkvm', '--trace', 'kept').status).toBe(1);
    expect(readFileSync(at('kept'), 'utf8')).toBe('something else');
  });

  test.skipIf(process.platform === 'win32')(
    'a run that is interrupted leaves no trace that looks whole',
    async () => {
      const child = spawn(
        process.execPath,
        [LAUNCHER, 'run', 'endless.elf', '--trace', 'cut.trace'],
        { cwd: folder, env: ENVIRONMENT, stdio: 'ignore' },
      );
      const end = new Promise((resolve) => child.on('exit', resolve));
      await vi.waitUntil(
        () => existsSync(at('cut.trace')) && statSync(at('cut.trace')).size > 1000,
        {
          timeout: 10_000,
        },
      );
      child.kill('SIGINT');
      await end;
      expect((await traceOf('cut.trace')).error).toMatchObject({ code: 'HART2103' });
    },
  );
});

describe('hart precompiles list', () => {
  test('prints a row for each call', () => {
    const { status, stdout } = hart('precompiles', 'list', '--zkvm', 'risc-zero', '--kind', 'hash');
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "zkVM       name                                                            kind  family     id
      RISC Zero  POSEIDON2                                                       hash  poseidon2  machine ecall 3 (a7)
      RISC Zero  SHA2 (sha-256 compress)                                         hash  sha256     machine ecall 4 (a7)
      RISC Zero  SHA                                                             hash  sha256     user ecall t0=3
      RISC Zero  POSEIDON2                                                       hash  poseidon2  user ecall t0=7
      RISC Zero  SYS_KECCAK (keccak-f[1600] permute/prove; coprocessor circuit)  hash  keccak     software syscall "risc0-zkvm-platform::syscall::nr::SYS_KECCAK" (enum 7)
      "
    `);
  });

  test('counts calls by family and zkVM', () => {
    const { stdout } = hart(
      'precompiles',
      'list',
      '--view',
      'matrix',
      '--kind',
      'pairing,signature',
    );
    expect(stdout).toMatchInlineSnapshot(`
      "                   zkvm-standards
      secp256k1          2
      secp256r1 (P-256)  1
      BN254              1
      BLS12-381          1
      KZG                1
      "
    `);
  });

  test('leaves out what accelerates nothing, unless it is asked for', () => {
    const kinds = (...args: string[]): Set<string> => {
      const { envelope } = hartJson('precompiles', 'list', '--zkvm', 'sp1', ...args);
      const { entries } = envelope.data as { entries: { kind: string }[] };
      return new Set(entries.map(({ kind }) => kind));
    };
    expect(kinds()).not.toContain('system');
    expect(kinds('--kind', 'system')).toEqual(new Set(['system']));
    expect(kinds('--family', 'system')).toEqual(new Set(['system']));
  });
});

describe('hart doctor', () => {
  test('says what is there', () => {
    const { envelope } = hartJson('doctor');
    expect(envelope.data.wasm).toMatchObject({ 'tail-call': true });
    expect(envelope.data.node.version).toBe(process.versions.node);
    expect(envelope.data.toolchains.map(({ name }: { name: string }) => name)).toContain('rustc');
    expect(envelope.success).toBe(envelope.data.ok);
  });
});

describe('the process', () => {
  const start = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [LAUNCHER, ...args], { cwd: folder, env: ENVIRONMENT });
  const ended = (child: ChildProcess) =>
    new Promise((resolve) => {
      child.on('exit', (code, signal) => resolve({ code, signal }));
    });

  test.skipIf(process.platform === 'win32')(
    'Ctrl-C ends a running guest by its signal',
    async () => {
      const child = start('run', 'endless.elf');
      let stderr = '';
      child.stderr?.on('data', (data) => {
        stderr += data;
      });
      const end = ended(child);
      setTimeout(() => child.kill('SIGINT'), 1000);
      expect(await end).toEqual({ code: null, signal: 'SIGINT' });
      expect(stderr).toBe('');
    },
  );

  test('a closed pipe is no error', async () => {
    const child = start('run', 'hello.elf');
    child.stdout?.destroy();
    expect(await ended(child)).toEqual({ code: 0, signal: null });
  });

  test('the launcher’s own error is the catalogue’s', () => {
    const { code, fix } = ERRORS.NODE_TOO_OLD;
    const source = readFileSync(LAUNCHER, 'utf8');
    expect(source).toContain(`error ${code}: `);
    expect(source).toContain(fix);
  });
});

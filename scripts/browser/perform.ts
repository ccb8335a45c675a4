import { type ProgramResult, runProgram } from '@hart/abi';
import { createTraceWriter, type TraceSize } from '@hart/machine';
import { type BlockReport, parseWitness, validateBlock } from '@hart/stateless';

/** Work that is the same in a browser's worker and in Node's. Files are named as the site names them. */
export type Job =
  | { kind: 'guest'; elf: string; traced: boolean }
  | { kind: 'trace'; elf: string }
  | { kind: 'block'; elf: string; folder: string };

/** How a guest ran; what must be the same everywhere, and how fast it was. */
interface GuestRun {
  result: { outcome: string; steps: number; output: string };
  /** Millions of guest instructions in a second of `seconds.run`. */
  mips: number;
}

/** A whole trace in short; the digest is the checksum in the footer, which depends on every byte. */
interface TraceSummary extends TraceSize {
  digest: string;
  steps: number;
}

interface BlockRun {
  result: Pick<BlockReport, 'valid' | 'number' | 'hash' | 'gasUsed' | 'steps'> & {
    reason?: string;
    trace: TraceSummary;
  };
  /** `total` is from reading the files to the verdict, trace and all. */
  seconds: { total: number; compile: number; run: number };
}

/** What each kind of job gives. */
export interface Answers {
  guest: GuestRun;
  trace: TraceSummary;
  block: BlockRun;
}

export type ReadFile = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

/** Does a job with the files that `read` gives. */
export async function perform(job: Job, read: ReadFile): Promise<Answers[Job['kind']]> {
  const elf = await read(job.elf);
  switch (job.kind) {
    case 'guest':
      return runGuest(elf, job.traced);
    case 'trace': {
      const tracer = await createTracer(elf);
      return tracer.finish(runProgram(elf, { abi: 'zkvm', trace: tracer.write }));
    }
    case 'block':
      return runBlock(elf, job.folder, read);
  }
}

async function runGuest(elf: Uint8Array, traced: boolean): Promise<GuestRun> {
  const run = runProgram(elf, { abi: 'zkvm', ...(traced && { trace: () => {} }) });
  const { outcome, steps, output, seconds } = run;
  return {
    result: {
      outcome: outcome.kind === 'exit' ? `exit ${outcome.code}` : outcome.kind,
      steps,
      output: await sha256(output),
    },
    mips: steps / seconds.run / 1e6,
  };
}

async function runBlock(
  elf: Uint8Array<ArrayBuffer>,
  folder: string,
  read: ReadFile,
): Promise<BlockRun> {
  const start = performance.now();
  const text = async (name: string) => new TextDecoder().decode(await read(folder + name));
  const { chainId, hash } = JSON.parse(await text('meta.json'));
  const block = {
    chainId,
    blockRlp: await read(`${folder}block.rlp`),
    witness: parseWitness(await text('witness.json')),
  };
  const tracer = await createTracer(elf);
  let run: ProgramResult | undefined;
  const { valid, reason, number, ...report } = await validateBlock(block, {
    elf,
    expectedHash: hash,
    runner(program, options) {
      run = runProgram(program, { ...options, trace: tracer.write });
      return run;
    },
  });
  const trace = tracer.finish(run as ProgramResult);
  const total = (performance.now() - start) / 1000;
  const { gasUsed, steps } = report;
  const { compile, run: running } = report.seconds;
  return {
    result: {
      valid,
      ...(reason !== undefined && { reason }),
      number,
      hash: report.hash,
      gasUsed,
      steps,
      trace,
    },
    seconds: { total, compile, run: running },
  };
}

/** Writes a trace to nowhere and keeps the digest. */
async function createTracer(elf: Uint8Array<ArrayBuffer>) {
  let digest = '';
  const writer = createTraceWriter(
    (bytes) => {
      digest = hex(bytes.subarray(-8).toReversed());
    },
    { elfSha256: await sha256(elf), abi: 'zkvm' },
  );
  return {
    write: writer.write,
    finish({ outcome, steps, trace }: ProgramResult): TraceSummary {
      writer.end(outcome);
      return { digest, steps, ...(trace as TraceSize) };
    },
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return hex(new Uint8Array(digest));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

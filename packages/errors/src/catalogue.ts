/**
 * Every error that Hart throws, in one numbered table. Ranges: 1xxx riscv and ELF, 2xxx machine and
 * wasm, 3xxx environments, 4xxx stateless validation, 5xxx command line, 9xxx bugs.
 *
 * `{name}` in a message is a typed placeholder: {@link HartError} asks for exactly these arguments.
 * Numbers are never reused; add new rows at the end of their range.
 */
export const ERRORS = {
  ELF_NOT_ELF: {
    code: 'HART1001',
    message: 'Not an ELF file: the first four bytes are {found}, not 7f454c46.',
    fix: 'Pass the linked guest program, not a source, archive or object dump.',
  },
  ELF_TRUNCATED: {
    code: 'HART1002',
    message: 'ELF file is truncated: {what} needs bytes up to {end}, the file has {size}.',
    fix: 'Copy or build the file again.',
  },
  ELF_WRONG_CLASS: {
    code: 'HART1003',
    message: 'Expected a 64-bit little-endian ELF, found class {class} and data encoding {data}.',
    fix: 'Build the guest for riscv64.',
  },
  ELF_WRONG_MACHINE: {
    code: 'HART1004',
    message: 'Expected machine RISC-V (243), found {found}.',
    fix: 'Build the guest for riscv64, for example with --target riscv64im-unknown-none-elf.',
  },
  ELF_DYNAMIC: {
    code: 'HART1005',
    message: 'The program is dynamically linked ({what}).',
    fix: 'Link it statically and without PIE (-static -no-pie, or -Crelocation-model=static).',
  },
  ELF_NOT_EXECUTABLE: {
    code: 'HART1006',
    message: 'Expected an executable ELF (type 2), found type {type}.',
    fix: 'Link the object files into a program first.',
  },
  ELF_OVERLAP: {
    code: 'HART1007',
    message: 'Segments {first} and {second} overlap.',
    fix: 'Correct the linker script.',
  },
  ELF_MALFORMED: {
    code: 'HART1008',
    message: 'Malformed ELF: {what}.',
    fix: 'Build the file again; if the linker made it, please report it.',
  },
  RISCV_OPERAND: {
    code: 'HART1009',
    message: 'Cannot encode {instruction}: {operand} = {value} does not fit.',
    fix: 'Pass register numbers 0 to 31 and an immediate in the range and alignment of the format.',
  },
  DWARF_MALFORMED: {
    code: 'HART1010',
    message: 'Malformed debug information in {section} at {offset}: {what}.',
    fix: 'Link the program again; without debug information only symbols name its code.',
  },
  DWARF_COMPRESSED: {
    code: 'HART1011',
    message: 'Section {section} is compressed, which is not read.',
    fix: 'Link with --compress-debug-sections=none, or use objcopy --decompress-debug-sections.',
  },
  WITNESS_NOT_JSON: {
    code: 'HART4001',
    message: 'The witness is not JSON: {why}.',
    fix: 'Save the result of debug_executionWitness as it is, without shell output around it.',
  },
  WITNESS_SHAPE: {
    code: 'HART4002',
    message: 'Malformed witness: {field} must be {expected}, found {found}.',
    fix: 'The shape is that of debug_executionWitness: {state, codes, headers}, hex strings in lists.',
  },
  WITNESS_BAD_HEX: {
    code: 'HART4003',
    message:
      'Malformed witness: {field} is not hex with 0x and an even number of digits ({found}).',
    fix: 'Fetch the witness again; the file may have been cut or edited.',
  },
  WITNESS_TOO_LARGE: {
    code: 'HART4004',
    message: '{what} is too large: {size}, the limit is {limit}.',
    fix: 'Check that the file is what it should be; no block needs that much.',
  },
  WITNESS_BAD_HEADER: {
    code: 'HART4005',
    message: 'Malformed ancestor header {field}: {why}.',
    fix: 'Fetch the witness again, from a node that knows the fork of that header.',
  },
  BLOCK_EMPTY: {
    code: 'HART4006',
    message: 'The block is empty (0 bytes).',
    fix: 'Pass the RLP of a whole block, as debug_getRawBlock gives it (bytes, not hex text).',
  },
  BLOCK_META: {
    code: 'HART4007',
    message: 'Malformed {path}: {why}.',
    fix: 'meta.json needs chainId (a number) and hash (0x and 64 hex digits).',
  },
  BLOCK_FILE: {
    code: 'HART4008',
    message: 'Cannot read {path}: {why}.',
    fix: 'A block folder holds block.rlp, witness.json and meta.json.',
  },
  VERDICT_MALFORMED: {
    code: 'HART4009',
    message: 'The guest wrote an output that is no verdict: {why}.',
    fix: 'Use a stateless guest of the same version as this package.',
  },
  GUEST_FILE: {
    code: 'HART4010',
    message: 'Cannot read the guest program {path}: {why}.',
    fix: 'Build it with `npm run guests`, those in Go with `npm run guests:go`, or restore guests/prebuilt.',
  },
  GUEST_STOPPED: {
    code: 'HART4011',
    message: 'The guest gave no verdict: {what}.',
    fix: 'Raise the step limit if it was reached; anything else is a bug worth reporting.',
  },
  HASH_MALFORMED: {
    code: 'HART4012',
    message: '{name} must be 0x and 64 hex digits, found {found}.',
    fix: 'Copy the whole 32-byte hash.',
  },
  CHAIN_ID_RANGE: {
    code: 'HART4013',
    message: 'The chain id must be an unsigned 64-bit integer, found {found}.',
    fix: 'Mainnet is 1, Sepolia 11155111, Hoodi 560048, a development chain usually 1337.',
  },
  RPC_UNREACHABLE: {
    code: 'HART4020',
    message: 'No answer from the node at {url}: {why}.',
    fix: 'Check that the node runs, that its HTTP API is enabled and that the address is right.',
  },
  RPC_HTTP_STATUS: {
    code: 'HART4021',
    message: 'The node at {url} answered {method} with HTTP status {status}.',
    fix: 'Check the address and the credentials.',
  },
  RPC_METHOD_MISSING: {
    code: 'HART4022',
    message: 'The node at {url} does not offer {method}.',
    fix: 'Enable the debug namespace (--http.api eth,debug), or use another node.',
  },
  RPC_ERROR: {
    code: 'HART4023',
    message: 'The node refused {method}: {reason} (code {errorCode}).',
    fix: 'The node may have pruned the state of that block; ask for a newer one.',
  },
  RPC_BLOCK_NOT_FOUND: {
    code: 'HART4024',
    message: 'The node has no block {block}.',
    fix: 'Ask for a block that exists; `latest` always does.',
  },
  RPC_BAD_RESPONSE: {
    code: 'HART4025',
    message: 'The node answered {method} with something unexpected: {why}.',
    fix: 'Check that the address is that of an Ethereum JSON-RPC endpoint.',
  },
  RPC_BLOCK_MISMATCH: {
    code: 'HART4026',
    message: 'The block put together from the answers is not the one asked for: {why}.',
    fix: 'The chain may have a fork or transaction type unknown here, or changed its head: try again.',
  },
  GUEST_NOT_ACCELERATED: {
    code: 'HART4027',
    message: 'The guest {guest} has no version that uses accelerators.',
    fix: 'Leave --accelerators out, or take the guest rust.',
  },
  ORACLE_FAILED: {
    code: 'HART4030',
    message: 'The oracle broke down: {why}.',
    fix: 'Please report it with the block; the verdict of the guest does not depend on it.',
  },
  ORACLE_TIMEOUT: {
    code: 'HART4031',
    message: 'The oracle gave no verdict within {seconds} s and was stopped.',
    fix: 'Raise the time limit; EthereumJS needs seconds for a large block.',
  },
  USAGE: {
    code: 'HART5001',
    message: 'Wrong command line: {what}',
    fix: 'Add --help to the command to see how it is used.',
  },
  FILE_NOT_FOUND: {
    code: 'HART5002',
    message: 'There is no file {path}.',
    fix: 'Check the path; it is taken from the current folder.',
  },
  FILE_IS_DIRECTORY: {
    code: 'HART5003',
    message: '{path} is a directory, not a file.',
    fix: 'Name a file in it.',
  },
  FILE_UNREADABLE: {
    code: 'HART5004',
    message: 'Cannot read {path}: {reason}.',
    fix: 'Check who may read it.',
  },
  FILE_UNWRITABLE: {
    code: 'HART5005',
    message: 'Cannot write {path}: {reason}.',
    fix: 'Check that its folder exists and who may write there.',
  },
  GUEST_EXIT: {
    code: 'HART5006',
    message: 'The guest exited with code {code}.',
    fix: 'Its log above may say why.',
  },
  GUEST_TRAP: {
    code: 'HART5007',
    message: 'The guest trapped: {cause} at {place}.',
    fix: 'Look at the registers above; disassemble around that address to see how it got there.',
  },
  GUEST_LIMIT: {
    code: 'HART5008',
    message: 'The guest was stopped after {value} {limit}.',
    fix: 'Raise the limit (--max-steps), or look for an endless loop.',
  },
  BLOCK_INVALID: {
    code: 'HART5009',
    message: 'The block is invalid: {reason}.',
    fix: 'Check that block, witness and expected hash belong together; if they do, reject the block.',
  },
  ENVIRONMENT_UNFIT: {
    code: 'HART5010',
    message: 'This machine cannot run Hart: {what}.',
    fix: 'See the lines marked FAIL above.',
  },
  NO_SIGNATURE: {
    code: 'HART5011',
    message: '{path} has no signature: the symbols begin_signature and end_signature are missing.',
    fix: 'Leave out --signature, or link the program with these symbols.',
  },
  NODE_TOO_OLD: {
    code: 'HART5012',
    message: 'Hart needs Node {minimum} or newer, this is {version}.',
    fix: 'Run `npm ci` in the repository, which brings the right Node, or install a newer one.',
  },
  ORACLE_DISAGREES: {
    code: 'HART5013',
    message: 'The guest and EthereumJS come to different verdicts: {what}.',
    fix: 'One of them has a bug; please report it with the block and its witness.',
  },
  BUG: {
    code: 'HART9001',
    message: 'Hart broke down: {what}',
    fix: 'This is a bug; please report it with the command and the lines below.',
  },
  MACHINE_SEGMENT_OUTSIDE: {
    code: 'HART2001',
    message:
      'Segment {start}..{end} lies outside plain memory, which is {windowStart}..{windowEnd} here.',
    fix: 'Link the program for the memory map of this environment, or choose another with --abi.',
  },
  MACHINE_SEGMENT_WRITABLE_CODE: {
    code: 'HART2002',
    message: 'Executable segment {start}..{end} is writable, which write-xor-execute forbids.',
    fix: 'Give code and data segments of their own in the linker script.',
  },
  TRACE_NOT_TRACE: {
    code: 'HART2101',
    message: 'Not a trace of Hart: it begins with {found}.',
    fix: 'Pass a file that `hart run --trace FILE` wrote.',
  },
  TRACE_VERSION: {
    code: 'HART2102',
    message: 'The trace has format version {found}; this is a reader for version {known}.',
    fix: 'Write the trace again with the same version of Hart that reads it.',
  },
  TRACE_TRUNCATED: {
    code: 'HART2103',
    message: 'The trace breaks off in {where}, after {bytes} bytes.',
    fix: 'The run was interrupted or the file was cut: write it again.',
  },
  TRACE_ALTERED: {
    code: 'HART2104',
    message: 'The trace was altered in {where}: its checksum does not fit.',
    fix: 'Copy the trace again, or write it again.',
  },
  TRACE_OUT_OF_ORDER: {
    code: 'HART2105',
    message: 'Chunk {expected} of the trace is not in its place; {found} stands there.',
    fix: 'Chunks were removed, repeated or reordered: write the trace again.',
  },
  TRACE_MALFORMED: {
    code: 'HART2106',
    message: 'Malformed trace in {where}: {what}.',
    fix: 'Write the trace again; if Hart wrote it like this, please report it.',
  },
  TRACE_TRAILING: {
    code: 'HART2107',
    message: 'The trace ends after {bytes} bytes, but the file goes on.',
    fix: 'Cut the file there, or write the trace again.',
  },
  REPLAY_UNSUPPORTED: {
    code: 'HART2201',
    message: 'This program cannot be replayed: {why}.',
    fix: 'Replay takes the code from the ELF, so it must not change: link code and data apart.',
  },
  REPLAY_FAILED: {
    code: 'HART2202',
    message: 'Chunk {chunk} of the trace does not replay: {reason}.',
    fix: 'The trace was altered or was made with another program: write it again.',
  },
  REPLAY_WRONG_PROGRAM: {
    code: 'HART2203',
    message: 'The trace was made with another program: SHA-256 {expected}, this one has {found}.',
    fix: 'Pass the same ELF file that the traced run had.',
  },
  BENCH_NO_SOURCES: {
    code: 'HART2401',
    message: 'There are no bench guests: {path} is missing.',
    fix: 'Run it in a clone of the repository; the published packages do not carry bench/.',
  },
  BENCH_BUILD: {
    code: 'HART2402',
    message: 'The bench guests could not be built: {why}',
    fix: 'Run `node bench/build.ts` or `node bench/precompiles/build.ts` and see what the compiler says.',
  },
  BENCH_STOPPED: {
    code: 'HART2403',
    message: 'Bench guest {guest} did not do its work: {what}.',
    fix: 'Run it alone with `hart run`; if the engine is at fault, please report it.',
  },
  BENCH_OUTPUT: {
    code: 'HART2404',
    message: '{engine} gave the output {found} for {guest}, but {other} gave {expected}.',
    fix: 'One of them computes wrongly, so no time counts; please report it.',
  },
  BENCH_TOOLS: {
    code: 'HART2405',
    message: 'The bench guests cannot be built here: {why}',
    fix: 'Install what is named, then try again.',
  },
  ABI_INPUT_TOO_LONG: {
    code: 'HART3001',
    message: 'The input has {bytes} bytes; this environment takes at most {limit}.',
    fix: 'Shorten the input.',
  },
  ABI_NO_INPUT: {
    code: 'HART3002',
    message: 'Environment {abi} has no input.',
    fix: 'Drop --input, or choose --abi zkvm.',
  },
  ABI_MEMORY_LIMIT: {
    code: 'HART3003',
    message:
      'A memory limit of {bytes} bytes is not a multiple of 4096 between {least} and {available}, all that {abi} has.',
    fix: 'Choose another --max-memory, or leave it out.',
  },
  ABI_SEGMENT_IN_INPUT: {
    code: 'HART3004',
    message: 'A segment at {start} lies where the input goes, below 0x80000000.',
    fix: 'Link the program for the zkVM memory map (guests/sdk/hart.ld), or choose another --abi.',
  },
  ABI_NO_PROCESS: {
    code: 'HART3005',
    message: 'Environment {abi} has no {what}.',
    fix: 'Leave them out, or choose --abi linux-basic or linux-advanced.',
  },
  ABI_FILE_PATH: {
    code: 'HART3006',
    message: 'The path of a file for the guest must be absolute, found {path}.',
    fix: 'Write --file /path/in/the/guest=path/on/this/machine.',
  },
  ABI_STRINGS_TOO_LONG: {
    code: 'HART3007',
    message: 'Arguments and environment have {bytes} bytes; a program takes at most {limit}.',
    fix: 'Pass long data as input or as a file.',
  },
} as const satisfies Record<string, { code: `HART${number}`; message: string; fix: string }>;

export type ErrorName = keyof typeof ERRORS;

type Placeholders<Message extends string> = Message extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The arguments that the message template of error `Name` names. */
export type ErrorArguments<Name extends ErrorName> = Record<
  Placeholders<(typeof ERRORS)[Name]['message']>,
  string | number | bigint
>;

import type { Zkvm } from './zkvm.ts';

export const AIRBENDER = {
  name: 'Airbender',
  version: 'dev branch @ 028cce2/39c1285/1aa5e79 2026',
  repository: 'matter-labs/zksync-airbender',
  isa: 'RV32IM, Zimop',
  source: 'common_constants/src/mops.rs',
  precompiles: [
    [
      'non_determinism read/write',
      'system',
      'system',
      'csr 0x7C0',
      { source: 'risc_v_simulator/src/cycle/state.rs', version: '0.x main @ 97dbacf 2025-07-25' },
    ],
    [
      'blake2s/blake3 round function with compression mode (extended control)',
      'hash',
      'blake',
      'csr 0x7C7',
      {
        source:
          'risc_v_simulator/src/delegations/blake2_round_function_with_compression_mode.rs; blake2s_u32/src/state_with_extended_control.rs',
        version: '0.x main @ 97dbacf 2025-07-25',
      },
    ],
    [
      'u256 ops with control (add/sub/mul-low/mul-high/eq/carry/memcpy bits)',
      'bigint',
      'u256',
      'csr 0x7CA',
      {
        source: 'risc_v_simulator/src/delegations/u256_ops_with_control.rs',
        version: '0.x main @ 97dbacf 2025-07-25',
      },
    ],
    [
      'blake2s G function',
      'hash',
      'blake',
      'csr 0x7C8',
      { source: 'common_constants/src/delegation_types/blake2s_g_function.rs' },
    ],
    [
      'keccak_special5 (649 calls per f1600)',
      'hash',
      'keccak',
      'csr 0x7CB',
      { source: 'common_constants/src/delegation_types/keccak_special5.rs' },
    ],
    [
      'keccak theta/rho',
      'hash',
      'keccak',
      'csr 0x7CC',
      { source: 'common_constants/src/delegation_types/keccak_f1600.rs' },
    ],
    [
      'keccak column parity',
      'hash',
      'keccak',
      'csr 0x7CD',
      { source: 'common_constants/src/delegation_types/keccak_f1600.rs' },
    ],
    [
      'keccak chi5 (361 calls per f1600 with the two above)',
      'hash',
      'keccak',
      'csr 0x7CE',
      { source: 'common_constants/src/delegation_types/keccak_f1600.rs' },
    ],
    [
      'cycle marker (dev only)',
      'system',
      'system',
      'csr 0x7FF',
      { source: 'common_constants/src/lib.rs' },
    ],
    ['MOP add_mod', 'field', 'base-field', 'mop 0'],
    ['MOP sub_mod', 'field', 'base-field', 'mop 1'],
    ['MOP mul_mod', 'field', 'base-field', 'mop 2'],
    ['MOP fma_mod', 'field', 'base-field', 'mop 3'],
    ['MOP tri_add', 'field', 'base-field', 'mop 4'],
    ['MOP-I byte_swap (mop.r.0)', 'bits', 'bits', 'mop.r 0'],
  ],
} as const satisfies Zkvm;

import { describe, expect, test } from 'vitest';
import { ACCELERATORS } from './accelerators.ts';
import { GOLDILOCKS_16 } from './internal/goldilocks-kernel.ts';
import { KOALABEAR_16 } from './internal/koalabear-kernel.ts';
import { roundConstants } from './internal/poseidon2.ts';
import { poseidon2 } from './oracle/hashes.ts';
import { createRandom } from './oracle/random.ts';
import { poseidon2Goldilocks16 } from './poseidon2-goldilocks16.ts';

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function hex(value: Uint8Array): string {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** What an accelerator writes; undefined if it fails. */
function output(size: number, compute: (out: Uint8Array) => boolean): string | undefined {
  const out = new Uint8Array(size);
  return compute(out) ? hex(out) : undefined;
}

describe('hashes', () => {
  const million = new Uint8Array(1_000_000).fill(0x61);
  // the Keccak team's; FIPS 180-4's examples by NIST; the RIPEMD-160 page of its authors
  test.each([
    [
      'zkvm_keccak256',
      text(''),
      'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    ],
    [
      'zkvm_keccak256',
      text('abc'),
      '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
    ],
    [
      'zkvm_sha256',
      text('abc'),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ],
    ['zkvm_sha256', million, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
    [
      'zkvm_ripemd160',
      text('abc'),
      '0000000000000000000000008eb208f7e05d987a9b044a8e98c6b087f15a0bfc',
    ],
    ['zkvm_ripemd160', million, '00000000000000000000000052783243c1697bdbe16d37f97f68f08325dc1528'],
  ] as const)('%s', (name, data, expected) => {
    expect(output(32, (out) => ACCELERATORS[name].compute(data, out))).toBe(expected);
  });

  test('keccak-f of zeros, from the Keccak team', () => {
    const state = new Uint8Array(200);
    ACCELERATORS.zkvm_keccak_f1600.compute(state);
    expect(hex(state.subarray(0, 16))).toBe('e7dde140798f25f18a47c033f9ccd584');
  });

  // EIP-152, test vectors 4 to 7
  const state =
    '48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b';
  test.each([
    [
      0,
      1,
      '08c9bcf367e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d282e6ad7f520e511f6c3e2b8c68059b9442be0454267ce079217e1319cde05b',
    ],
    [
      12,
      1,
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    ],
    [
      12,
      0,
      '75ab69d3190a562c51aef8d88f1c2775876944407270c42c9844252c26d2875298743e7f6d5ea2f2d3e8d226039cd31b4e426ac4f2d3d666a610c2116fde4735',
    ],
    [
      1,
      1,
      'b63a380cb2897d521994a85234ee2c181b5f844d2c624c002677e9703449d2fba551b3a8333bcdf5f2f7e08993d53923de3d64fcc68c034e717b9293fed7a421',
    ],
  ])('BLAKE2b, %i rounds, final: %i', (rounds, f, expected) => {
    const [h, message, offset] = [bytes(state), new Uint8Array(128), new Uint8Array(16)];
    message.set(text('abc'));
    offset[0] = 3;
    expect(ACCELERATORS.zkvm_blake2f.compute(rounds, h, message, offset, f)).toBe(true);
    expect(hex(h)).toBe(expected);
  });

  test('BLAKE2b refuses more rounds than a block has gas for, and other flags', () => {
    const compute = (rounds: number, f: number): boolean => {
      const [h, m, t] = [new Uint8Array(64), new Uint8Array(128), new Uint8Array(16)];
      return ACCELERATORS.zkvm_blake2f.compute(rounds, h, m, t, f);
    };
    expect(compute(2 ** 28 + 1, 0)).toBe(false);
    expect(compute(1, 2)).toBe(false);
  });
});

describe('Poseidon2', () => {
  test('KoalaBear: the vector in Plonky3', () => {
    const state = Uint32Array.of(
      894848333,
      1437655012,
      1200606629,
      1690012884,
      71131202,
      1749206695,
      1717947831,
      120589055,
      19776022,
      42382981,
      1831865506,
      724844064,
      171220207,
      1299207443,
      227047920,
      1783754913,
    );
    ACCELERATORS.hart_poseidon2_koalabear16.compute(new Uint8Array(state.buffer));
    expect([...state]).toEqual([
      1934285469, 604889435, 133449501, 1026180808, 1830659359, 176667110, 1391183747, 351743874,
      1238264085, 1292768839, 2023573270, 1201586780, 1360691759, 1230682461, 748270449, 651545025,
    ]);
  });

  test('round constants are those of Plonky3 and of ZisK', () => {
    const koalabear = roundConstants(KOALABEAR_16);
    expect(koalabear).toHaveLength(148);
    expect([koalabear[0], koalabear[64], koalabear[147]]).toEqual([
      0x7ee56a48n,
      0x54dfeb5dn,
      0x3466c7can,
    ]);
    const goldilocks = roundConstants(GOLDILOCKS_16);
    expect(goldilocks).toHaveLength(150);
    expect(goldilocks.slice(0, 3)).toEqual([
      0x15ebea3fc73397c3n,
      0xd73cd9fbfe8e275cn,
      0x8c096bfce77f6c26n,
    ]);
  });

  test('Goldilocks: as with matrices and BigInt', () => {
    const random = createRandom(7);
    const m4 = [
      [5n, 7n, 1n, 3n],
      [4n, 6n, 1n, 1n],
      [1n, 3n, 5n, 7n],
      [1n, 1n, 4n, 6n],
    ];
    const edges = [0n, 1n, GOLDILOCKS_16.prime - 1n, GOLDILOCKS_16.prime, 2n ** 64n - 1n];
    for (let n = 0; n < 100; n++) {
      const words = BigUint64Array.from({ length: 16 }, () =>
        random.oneIn(4) ? random.pick(edges) : random.number(64),
      );
      const expected = poseidon2(
        GOLDILOCKS_16,
        { m4, degree: 7 },
        Array.from(words, (word) => word % GOLDILOCKS_16.prime),
      );
      poseidon2Goldilocks16(new Uint8Array(words.buffer));
      expect([...words]).toEqual(expected);
    }
  });
});

describe('signatures', () => {
  test('ecrecover: the key of the first test in go-ethereum', () => {
    const hash = bytes('18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c');
    const signature = bytes(
      '73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75feeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549',
    );
    const key = output(64, (out) =>
      ACCELERATORS.zkvm_secp256k1_ecrecover.compute(hash, signature, 1, out),
    );
    const address = output(32, (out) => ACCELERATORS.zkvm_keccak256.compute(bytes(key ?? ''), out));
    expect(address?.slice(24)).toBe('a94f5374fce5edbc8e2a8697c15331677e6ebf0b');
  });

  // RFC 6979, A.2.5: P-256 and SHA-256, message "sample"
  test('P-256: a signature of RFC 6979', () => {
    const hash = new Uint8Array(32);
    ACCELERATORS.zkvm_sha256.compute(text('sample'), hash);
    const signature = bytes(
      'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
    );
    const key = bytes(
      '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
    );
    const verify = (): string | undefined =>
      output(1, (out) => ACCELERATORS.zkvm_secp256r1_verify.compute(hash, signature, key, out));
    expect(verify()).toBe('01');
    hash[0]! ^= 1;
    expect(verify()).toBe('00');
    key[63]! ^= 1;
    expect(verify()).toBeUndefined();
  });

  // Wycheproof, ecdsa_secp256k1_sha256_p1363: points that meet themselves on the way, or end at infinity
  test.each([
    [
      'infinity at the end',
      'd533b789a4af890fa7a82a1fae58c404f9a62a50b49adafab349c513b415087401b4171b803e76b34a9861e10f7bc289a066fd01bd29f84c987a10a5fb18c2d4',
      '7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a055555555555555555555555555555554e8e4f44ce51835693ff0ca2ef01215c0',
      '00',
    ],
    [
      'a doubling on the way',
      '2ea7133432339c69d27f9b267281bd2ddd5f19d6338d400a05cd3647b157a3853547808298448edb5e701ade84cd5fb1ac9567ba5e8fb68a6b933ec4b5cc84cc',
      '32b0d10d8d0e04bc8d4d064d270699e87cffc9b49c5c20730e1c26f6105ddcdad612c2984c2afa416aa7f2882a486d4a8426cb6cfc91ed5b737278f9fca8be68',
      '01',
    ],
    [
      'the negative key',
      '2ea7133432339c69d27f9b267281bd2ddd5f19d6338d400a05cd3647b157a385cab87f7d67bb7124a18fe5217b32a04e536a9845a1704975946cc13a4a337763',
      '32b0d10d8d0e04bc8d4d064d270699e87cffc9b49c5c20730e1c26f6105ddcdad612c2984c2afa416aa7f2882a486d4a8426cb6cfc91ed5b737278f9fca8be68',
      '00',
    ],
    [
      'the generator as the key',
      '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8',
      'bb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca6050232492492492492492492492492492492463cfd66a190a6008891e0d81d49a0952',
      '00',
    ],
  ])('secp256k1: %s', (_, key, signature, expected) => {
    const hash = new Uint8Array(32);
    ACCELERATORS.zkvm_sha256.compute(text('123400'), hash);
    expect(
      output(1, (out) =>
        ACCELERATORS.zkvm_secp256k1_verify.compute(hash, bytes(signature), bytes(key), out),
      ),
    ).toBe(expected);
  });
});

describe('pairing curves', () => {
  test('BN254: a sum, a product (EIP-196)', () => {
    const sum = output(64, (out) =>
      ACCELERATORS.zkvm_bn254_g1_add.compute(
        bytes(
          '18b18acfb4c2c30276db5411368e7185b311dd124691610c5d3b74034e093dc9063c909c4720840cb5134cb9f59fa749755796819658d32efc0d288198f37266',
        ),
        bytes(
          '07c2b7f58a84bd6145f00c9c2bc0bb1a187f20ff2c92963a88019e7c6a014eed06614e20c147e940f2d70da3f74c9a17df361706a4485c742bd6788478fa17d7',
        ),
        out,
      ),
    );
    expect(sum).toBe(
      '2243525c5efd4b9c3d3c45ac0ca3fe4dd85e830a4ce6b65fa1eeaee202839703301d1d33be6da8e509df21cc35964723180eed7532537db9ae5e7d48f195c915',
    );
    const product = output(64, (out) =>
      ACCELERATORS.zkvm_bn254_g1_mul.compute(
        bytes(
          '2bd3e6d0f3b142924f5ca7b49ce5b9d54c4703d7ae5648e61d02268b1a0a9fb721611ce0a6af85915e2f1d70300909ce2e49dfad4a4619c8390cae66cefdb204',
        ),
        bytes('00000000000000000000000000000000000000000000000011138ce750fa15c2'),
        out,
      ),
    );
    expect(product).toBe(
      '070a8d6a982153cae4be29d434e8faef8a47b274a053f5a4ee2a6c9c13c31e5c031b8ce914eba3a9ffb989f9cdd5b0f01943074bf4f0f315690ec3cec6981afc',
    );
  });

  test('BN254: pairings (EIP-197)', () => {
    const g2 =
      '198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c21800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa';
    const check = (pairs: string): string | undefined =>
      output(1, (out) => ACCELERATORS.zkvm_bn254_pairing.compute(bytes(pairs), out));
    const jeff1 = `1c76476f4def4bb94541d57ebba1193381ffa7aa76ada664dd31c16024c43f593034dd2920f673e204fee2811c678745fc819b55d3e9d294e45c9b03a76aef41209dd15ebff5d46c4bd888e51a93cf99a7329636c63514396b4a452003a35bf704bf11ca01483bfa8b34b43561848d28905960114c8ac04049af4b6315a416782bb8324af6cfc93537a2ad1a445cfd0ca2a71acd7ac41fadbf933c2a51be344d120a2a4cf30c1bf9845f20c6fe39e07ea2cce61f0c9bb048165fe5e4de877550111e129f1cf1097710d41c4ac70fcdfa5ba2023c6ff1cbeac322de49d1b6df7c2032c61a830e3c17286de9462bf242fca2883585b93870a73853face6a6bf411${g2}`;
    const generator = `${'1'.padStart(64, '0')}${'2'.padStart(64, '0')}${g2}`;
    expect(check('')).toBe('01');
    expect(check(jeff1)).toBe('01');
    expect(check(generator)).toBe('00');
    expect(check(jeff1.replace('1c76', '1c77'))).toBeUndefined();
  });

  // three points of EIP-2537's own vectors
  const twice =
    '0572cbea904d67468808c8eb50a9450c9721db309128012543902d0ac358a62ae28f75bb8f1c7c42c39a8c5529bf0f4e166a9d8cabc673a322fda673779d8e3822ba3ecb8670e461f73bb9021d5fd76a4c56d9d4cd16bd1bba86881979749d28';
  const thrice =
    '09ece308f9d1f0131765212deca99697b112d61f9be9a5f1f3780a51335b3ff981747a0b2ca2179b96d2c0c9024e5224032b80d3a6f5b09f8a84623389c5f80ca69a0cddabc3097f9d9c27310fd43be6e745256c634af45ca3473b0590ae30d1';
  const fivefold =
    '10e7791fb972fe014159aa33a98622da3cdc98ff707965e536d8636b5fcc5ac7a91a8c46e59a00dca575af0f18fb13dc16ba437edcc6551e30c10512367494bfb6b01cc6681e8a4c3cd2501832ab5c4abc40b4578b85cbaffbf0bcd70d67c6e2';

  test('BLS12-381: sums and multiples (EIP-2537)', () => {
    expect(
      output(96, (out) => ACCELERATORS.zkvm_bls12_g1_add.compute(bytes(twice), bytes(thrice), out)),
    ).toBe(fivefold);
    // 2 (3 G) - 3 (2 G) + 1 (5 G), the middle one with a scalar of the order less 3
    const order = '73eda753299d7d483339d80809a1d80553bda402fffe5bfefffffffefffffffe';
    const pairs = `${thrice}${'2'.padStart(64, '0')}${twice}${order}${fivefold}${'1'.padStart(64, '0')}`;
    expect(output(96, (out) => ACCELERATORS.zkvm_bls12_g1_msm.compute(bytes(pairs), out))).toBe(
      fivefold,
    );
  });

  test('BLS12-381: none is not enough (EIP-2537)', () => {
    const none = new Uint8Array(0);
    expect(ACCELERATORS.zkvm_bls12_g1_msm.compute(none, new Uint8Array(96))).toBe(false);
    expect(ACCELERATORS.zkvm_bls12_g2_msm.compute(none, new Uint8Array(192))).toBe(false);
    expect(ACCELERATORS.zkvm_bls12_pairing.compute(none, new Uint8Array(1))).toBe(false);
  });

  test('BLS12-381: a map (EIP-2537)', () => {
    const element =
      '14406e5bfb9209256a3820879a29ac2f62d6aca82324bf3ae2aa7d3c54792043bd8c791fccdb080c1a52dc68b8b69350';
    expect(
      output(96, (out) => ACCELERATORS.zkvm_bls12_map_fp_to_g1.compute(bytes(element), out)),
    ).toBe(
      '0d7721bcdb7ce1047557776eb2659a444166dc6dd55c7ca6e240e21ae9aa18f529f04ac31d861b54faf3307692545db7108286acbdf4384f67659a8abe89e712a504cb3ce1cba07a716869025d60d499a00d1da8cdc92958918c222ea93d87f0',
    );
  });

  test('KZG: an evaluation (EIP-4844)', () => {
    const z = bytes('564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306');
    const y = bytes('24d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1');
    const commitment = bytes(
      '8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481bc22f91b4aaffcca25f26936857bc3a7c2539ea8ec3a952b7',
    );
    const proof = bytes(
      '873033e038326e87ed3e1276fd140253fa08e9fc25fb2d9a98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a',
    );
    const check = (): string | undefined =>
      output(1, (out) => ACCELERATORS.zkvm_kzg_point_eval.compute(commitment, z, y, proof, out));
    expect(check()).toBe('01');
    y[31]! ^= 1;
    expect(check()).toBe('00');
    proof[0]! ^= 0x80;
    expect(check()).toBeUndefined();
  });
});

describe('modexp', () => {
  const power = (base: string, exp: string, modulus: string): string | undefined =>
    output(modulus.length / 2, (out) =>
      ACCELERATORS.zkvm_modexp.compute(bytes(base), bytes(exp), bytes(modulus), out),
    );

  test('the edges', () => {
    expect(power('03', '05', '07')).toBe('05');
    expect(power('', '', '07')).toBe('01');
    expect(power('02', '', '01')).toBe('00');
    expect(power('02', '03', '0000')).toBe('0000');
    expect(power('02', '03', '')).toBe('');
  });

  test('at most 1024 bytes (EIP-7823)', () => {
    expect(power('01'.repeat(1024), '01', '07')).toBe('01');
    expect(power('01'.repeat(1025), '01', '07')).toBeUndefined();
    expect(power('01', '00'.repeat(1025), '07')).toBeUndefined();
    expect(power('01', '01', '07'.repeat(1025))).toBeUndefined();
  });
});

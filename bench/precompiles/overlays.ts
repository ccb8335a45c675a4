/**
 * How the lean level gets into crates that have no place for it: small edits of a copy of the crate's source, made at
 * build time. Nothing of the crates is kept in the repository.
 *
 * A field element stays what it is, but in the crate's Montgomery form R is 1 instead of 2^256: a product then is
 * one call, and all that is written over products stays true.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Edit {
  /** What must occur, exactly `times` (once). */
  readonly find: string;
  readonly replace: string;
  readonly times?: number;
}

/** Edits of one crate by file below its `src`. */
type Overlay = Readonly<Record<string, readonly Edit[]>>;

const CONSTANT = 'const_fq([';
const constants = (times: number): Edit => ({ find: CONSTANT, replace: 'const_fq!([', times });

/** One as the crate writes R, R² and R³ modulo the field. */
const ONE = `[
        1,
        0,
        0,
        0
    ]`;
const limbs = (...values: readonly string[]): string =>
  `[\n        ${values.join(',\n        ')}\n    ]`;
const one = (...values: readonly string[]): Edit => ({ find: limbs(...values), replace: ONE });

const SUBSTRATE_BN: Overlay = {
  'lib.rs': [
    {
      find: 'pub mod arith;',
      replace: `/// A constant of the base field that is written in Montgomery form.
macro_rules! const_fq {
    ($limbs:expr) => {
        const { $crate::fields::const_fq($limbs) }
    };
}

pub mod arith;`,
    },
  ],
  'arith.rs': [
    {
      find: '        mul_reduce(&mut self.0, &other.0, &modulo.0, inv);\n\n        if *self >= *modulo {\n            sub_noborrow(&mut self.0, &modulo.0);\n        }',
      replace: `        let _ = inv;
        extern "C" {
            fn hart_mulmod256(a: *const U256, b: *const U256, m: *const U256, out: *mut U256) -> i32;
        }
        let this: *mut U256 = self;
        unsafe { hart_mulmod256(this, other, modulo, this) };`,
    },
    { find: '#[inline]\nfn mul_reduce(', replace: '#[allow(dead_code)]\nfn mul_reduce(' },
    {
      find: '    pub fn add(&mut self, other: &U256, modulo: &U256) {',
      replace: `    /// Divides by 2^256 (mod \`modulo\`), at compile time.
    pub(crate) const fn leave_montgomery(limbs: [u64; 4], modulo: [u64; 4]) -> U256 {
        let mut value = limbs;
        let mut bit = 0;
        while bit < 256 {
            let mut carry = 0u128;
            let odd = value[0] & 1;
            let mut i = 0;
            while i < 4 {
                carry += value[i] as u128 + (modulo[i] * odd) as u128;
                value[i] = carry as u64;
                carry >>= 64;
                i += 1;
            }
            i = 0;
            while i < 4 {
                let upper = if i < 3 { value[i + 1] } else { carry as u64 };
                value[i] = value[i] >> 1 | upper << 63;
                i += 1;
            }
            bit += 1;
        }
        U256::from_limbs(value)
    }

    pub(crate) const fn from_limbs(limbs: [u64; 4]) -> U256 {
        U256([
            limbs[0] as u128 | (limbs[1] as u128) << 64,
            limbs[2] as u128 | (limbs[3] as u128) << 64,
        ])
    }

    pub fn add(&mut self, other: &U256, modulo: &U256) {`,
    },
  ],
  'fields/fp.rs': [
    // The modulus lies in memory once, not on the stack each time.
    {
      find: '                self.0.mul(&other.0, &U256::from($modulus), $inv);',
      replace:
        '                static MODULUS: U256 = U256::from_limbs($modulus);\n                self.0.mul(&other.0, &MODULUS, $inv);',
    },
    {
      find: '#[inline]\npub fn const_fq(i: [u64; 4]) -> Fq {\n    Fq(U256::from(i))\n}',
      replace: `pub const fn const_fq(i: [u64; 4]) -> Fq {
    const MODULUS: [u64; 4] = [
        0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d, 0x30644e72e131a029,
    ];
    Fq(U256::leave_montgomery(i, MODULUS))
}`,
    },
    one('0x1bb8e645ae216da7', '0x53fe3ab1e35c59e3', '0x8c49833d53bb8085', '0x0216d0b17f4e44a5'),
    one('0x5e94d8e1b4bf0040', '0x2a489cbe1cfbb6b8', '0x893cc664a19fcfed', '0x0cf8594b7fcc657c'),
    one('0xac96341c4ffffffb', '0x36fc76959f60cd29', '0x666ea36f7879462e', '0xe0a77c19a07df2f'),
    one('0xf32cfc5b538afa89', '0xb5e71911d44501fb', '0x47ab1eff0a417ff6', '0x06d89f71cab8351f'),
    one('0xb1cd6dafda1530df', '0x62f210e6a7283db6', '0xef7f0b0c0ada0afb', '0x20fd6e902d592544'),
    one('0xd35d438dc58f0d9d', '0xa78eb28f5c70b3d', '0x666ea36f7879462c', '0xe0a77c19a07df2f'),
  ],
  'fields/fq2.rs': [constants(3)],
  'fields/fq6.rs': [constants(10)],
  'fields/fq12.rs': [constants(5)],
  'groups/mod.rs': [constants(13)],
};

const KECCAK: Overlay = {
  'backends/soft.rs': [
    {
      find: '        keccak_p::<u64, ROUNDS>\n',
      replace: `        if ROUNDS != F1600_ROUNDS {
            return keccak_p::<u64, ROUNDS>;
        }
        |state| {
            unsafe extern "C" {
                fn zkvm_keccak_f1600(state: *mut [u64; 25]) -> i32;
            }
            unsafe { zkvm_keccak_f1600(state) };
        }
`,
    },
  ],
  'lib.rs': [
    {
      find: '        self.with_p1600::<F1600_ROUNDS>(f);',
      replace: `        // The same function, known at compile time.
        f(<soft::Backend as Backend>::get_p1600::<F1600_ROUNDS>());`,
    },
  ],
};

const SHA2: Overlay = {
  'sha256.rs': [
    {
      find: '            soft::compress(state, blocks);',
      replace: `            unsafe extern "C" {
                fn hart_sha256_compress(state: *mut [u32; 8], block: *const [u8; 64]) -> i32;
            }
            for block in blocks {
                unsafe { hart_sha256_compress(state, block) };
            }`,
    },
    { find: '    } else {\n        mod soft;\n', replace: '    } else {\n' },
  ],
};

/** Elements keep their five limbs of 52 bits, which are packed for the call and unpacked again. */
const K256: Overlay = {
  'arithmetic/field/field_5x52.rs': [
    {
      find: '    #[inline(always)]\n    fn mul_inner(&self, rhs: &Self) -> Self {\n',
      replace: `    /// The number in limbs of 64 bits; below 2^256, but not always below the modulus.
    #[inline(always)]
    fn pack(&self) -> [u64; 4] {
        let mut weak = self.normalize_weak();
        if weak.0[4] >> 48 != 0 {
            weak = weak.normalize();
        }
        let [a, b, c, d, e] = weak.0;
        [a | b << 52, b >> 12 | c << 40, c >> 24 | d << 28, d >> 36 | e << 16]
    }

    #[inline(always)]
    fn mul_inner(&self, rhs: &Self) -> Self {
        extern "C" {
            fn hart_mulmod256(a: *const [u64; 4], b: *const [u64; 4], m: *const [u64; 4], out: *mut [u64; 4]) -> i32;
        }
        static MODULUS: [u64; 4] = [0xFFFFFFFEFFFFFC2F, u64::MAX, u64::MAX, u64::MAX];
        let mut product = self.pack();
        let other = rhs.pack();
        let out: *mut [u64; 4] = &mut product;
        unsafe { hart_mulmod256(out, &other, &MODULUS, out) };
        let [a, b, c, d] = product;
        let mask = 0xFFFFFFFFFFFFFu64;
        Self([a & mask, (a >> 52 | b << 12) & mask, (b >> 40 | c << 24) & mask, (c >> 28 | d << 36) & mask, d >> 16])
    }

    #[allow(dead_code)]
    fn mul_in_software(&self, rhs: &Self) -> Self {
`,
    },
  ],
};

/** Crates with edits, as cargo names the folders of their sources. */
const OVERLAYS: Readonly<Record<string, Overlay>> = {
  'k256-0.13.4': K256,
  'keccak-0.2.2': KECCAK,
  'sha2-0.11.0': SHA2,
  'substrate-bn-0.6.0': SUBSTRATE_BN,
};

/**
 * Copies the crates' sources from where cargo keeps those of its registries below the folder `to`, edited, and returns the path of a wrapper
 * for rustc (`RUSTC_WRAPPER`) that compiles them instead.
 *
 * @throws Error if a crate is not there, or has not what is to be edited
 */
export function writeOverlays(registries: readonly string[], to: string): string {
  const cases = Object.entries(OVERLAYS).map(([crate, overlay]) => {
    const registry = registries.find((folder) => existsSync(join(folder, crate)));
    if (registry === undefined) throw new Error(`cargo has not fetched ${crate}`);
    const edited = join(to, crate);
    cpSync(join(registry, crate), edited, { recursive: true });
    for (const [path, edits] of Object.entries(overlay)) {
      const file = join(edited, 'src', path);
      const source = readFileSync(join(registry, crate, 'src', path), 'utf8');
      writeFileSync(file, edit(`${crate}/src/${path}`, source, edits));
    }
    return `    */${crate}/src/lib.rs) argument="$(dirname "$0")/${crate}/src/lib.rs" ;;`;
  });
  const wrapper = join(to, 'rustc.sh');
  writeFileSync(wrapper, WRAPPER.replace('CASES', cases.join('\n')), { mode: 0o755 });
  return wrapper;
}

/** Calls its first argument, the compiler, with the others, some paths replaced. */
const WRAPPER = `#!/bin/sh
compiler=$1
shift
for argument do
  shift
  case $argument in
CASES
  esac
  set -- "$@" "$argument"
done
exec "$compiler" "$@"
`;

/** Exported for its test. */
export function edit(path: string, source: string, edits: readonly Edit[]): string {
  let text = source;
  for (const { find, replace, times = 1 } of edits) {
    const count = text.split(find).length - 1;
    if (count !== times) throw new Error(`${path} has ${count} times, not ${times}: ${find}`);
    text = text.replaceAll(find, () => replace);
  }
  return text;
}

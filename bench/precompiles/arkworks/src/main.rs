//! BN254 and BLS12-381 by arkworks.
#![cfg_attr(target_os = "none", no_std, no_main)]

extern crate alloc;

#[cfg(not(feature = "fat"))]
mod bls12_381;
#[cfg(feature = "fat")]
mod bls12_381_fat;
mod bn254;

use bench_guest::bn254 as workloads;

#[cfg(not(feature = "lean"))]
type Bn254 = bn254::Arkworks<ark_bn254::Config>;
#[cfg(not(any(feature = "lean", feature = "fat")))]
type Bls12 = bls12_381::Arkworks<ark_bls12_381::Config>;

#[cfg(feature = "lean")]
type Bn254 = bn254::Arkworks<bench_arkworks::called::Bn254Config>;
#[cfg(feature = "lean")]
type Bls12 = bls12_381::Arkworks<bench_arkworks::called::Bls12Config>;

#[cfg(not(feature = "fat"))]
bench_guest::entry! {
    "bn254-pairing" => workloads::check::<Bn254>,
    "bn254-tripartite-dh" => workloads::tripartite::<Bn254>,
    "bls12-pairing" => Bls12::pairing,
    "bls12-msm" => Bls12::msm,
    "kzg-opening" => Bls12::kzg,
}

#[cfg(feature = "fat")]
bench_guest::entry! {
    "bn254-pairing" => workloads::fat::check::<Bn254>,
    "bn254-tripartite-dh" => workloads::fat::tripartite::<Bn254>,
    "bls12-pairing" => bls12_381_fat::pairing,
    "bls12-msm" => bls12_381_fat::msm,
    "kzg-opening" => bls12_381_fat::kzg,
}

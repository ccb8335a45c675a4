//! BN254 and BLS12-381 by arkworks.
#![cfg_attr(target_os = "none", no_std, no_main)]

extern crate alloc;

mod bn254;

use bench_guest::bn254 as workloads;

#[cfg(not(feature = "lean"))]
type Bn254 = bn254::Arkworks<ark_bn254::Config>;

#[cfg(feature = "lean")]
type Bn254 = bn254::Arkworks<bench_arkworks::called::Bn254Config>;

#[cfg(not(feature = "fat"))]
bench_guest::entry! {
    "bn254-pairing" => workloads::check::<Bn254>,
    "bn254-tripartite-dh" => workloads::tripartite::<Bn254>,
}

#[cfg(feature = "fat")]
bench_guest::entry! {
    "bn254-pairing" => workloads::fat::check::<Bn254>,
    "bn254-tripartite-dh" => workloads::fat::tripartite::<Bn254>,
}

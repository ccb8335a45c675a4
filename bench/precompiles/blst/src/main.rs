//! BLS12-381 by blst: C without assembly.
#![cfg_attr(target_os = "none", no_std, no_main)]

extern crate alloc;

use alloc::vec::Vec;

use bench_guest::evm::{self, Bls12Pair, MSM_TERMS, Opening};
use blst::*;

fn bls12_pairing(input: &[u8]) -> Vec<u8> {
    evm::bls12_pairing(input, is_product_one)
}

fn is_product_one(pairs: [Bls12Pair; 2]) -> Option<bool> {
    let mut product = blst_fp12::default();
    for (g1, g2) in pairs {
        product *= miller_loop(&read_g1(g1)?, &read_g2(g2)?);
    }
    Some(is_one(&product))
}

fn miller_loop(g1: &blst_p1_affine, g2: &blst_p2_affine) -> blst_fp12 {
    blst_fp12::miller_loop(g2, g1)
}

fn is_one(product: &blst_fp12) -> bool {
    product.final_exp() == blst_fp12::default()
}

fn bls12_msm(input: &[u8]) -> Vec<u8> {
    evm::bls12_msm(input, |terms: &[[u8; 128]; MSM_TERMS]| {
        let mut points = Vec::with_capacity(MSM_TERMS);
        let mut scalars = Vec::with_capacity(32 * MSM_TERMS);
        for term in terms {
            points.push(read_g1(term.first_chunk()?)?);
            scalars.extend(term[96..].iter().rev());
        }
        let points: [*const blst_p1_affine; 2] = [points.as_ptr(), core::ptr::null()];
        let scalars: [*const u8; 2] = [scalars.as_ptr(), core::ptr::null()];
        let mut sum = blst_p1::default();
        unsafe {
            let mut scratch = alloc::vec![0u64; blst_p1s_mult_pippenger_scratch_sizeof(MSM_TERMS) / 8];
            blst_p1s_mult_pippenger(&mut sum, points.as_ptr(), MSM_TERMS, scalars.as_ptr(), 256, scratch.as_mut_ptr());
            let mut bytes = [0; 96];
            blst_p1_serialize(bytes.as_mut_ptr(), &sum);
            Some(bytes)
        }
    })
}

fn kzg_opening(input: &[u8]) -> Vec<u8> {
    evm::kzg_opening(input, verify)
}

/// e(C − y·P, −Q)·e(proof, τQ − z·Q) = 1.
fn verify(Opening { commitment, z, y, proof }: Opening) -> Option<bool> {
    let (commitment, proof) = (read_compressed(commitment)?, read_compressed(proof)?);
    let (z, y) = (read_scalar(z)?, read_scalar(y)?);
    unsafe {
        let (mut value, mut minus_value) = (blst_p1::default(), blst_p1::default());
        blst_p1_mult(&mut value, blst_p1_generator(), y.b.as_ptr(), 255);
        blst_p1_cneg(&mut value, true);
        blst_p1_add_or_double_affine(&mut minus_value, &value, &commitment);
        let mut left = blst_p1_affine::default();
        blst_p1_to_affine(&mut left, &minus_value);

        let mut tau = blst_p2_affine::default();
        if blst_p2_uncompress(&mut tau, evm::TAU_G2.as_ptr()) != BLST_ERROR::BLST_SUCCESS {
            return None;
        }
        let (mut point, mut shifted) = (blst_p2::default(), blst_p2::default());
        blst_p2_mult(&mut point, blst_p2_generator(), z.b.as_ptr(), 255);
        blst_p2_cneg(&mut point, true);
        blst_p2_add_or_double_affine(&mut shifted, &point, &tau);
        let mut right = blst_p2_affine::default();
        blst_p2_to_affine(&mut right, &shifted);

        let mut minus_generator = blst_p2::default();
        blst_p2_from_affine(&mut minus_generator, blst_p2_affine_generator());
        blst_p2_cneg(&mut minus_generator, true);
        let mut negative = blst_p2_affine::default();
        blst_p2_to_affine(&mut negative, &minus_generator);
        let mut product = miller_loop(&left, &negative);
        product *= miller_loop(&proof, &right);
        Some(is_one(&product))
    }
}

fn read_scalar(bytes: &[u8; 32]) -> Option<blst_scalar> {
    let mut scalar = blst_scalar::default();
    unsafe {
        blst_scalar_from_bendian(&mut scalar, bytes.as_ptr());
        blst_scalar_fr_check(&scalar).then_some(scalar)
    }
}

fn read_compressed(bytes: &[u8; 48]) -> Option<blst_p1_affine> {
    let mut point = blst_p1_affine::default();
    unsafe {
        (blst_p1_uncompress(&mut point, bytes.as_ptr()) == BLST_ERROR::BLST_SUCCESS && blst_p1_affine_in_g1(&point))
            .then_some(point)
    }
}

fn read_g1(bytes: &[u8; 96]) -> Option<blst_p1_affine> {
    let mut point = blst_p1_affine::default();
    unsafe {
        (blst_p1_deserialize(&mut point, bytes.as_ptr()) == BLST_ERROR::BLST_SUCCESS && blst_p1_affine_in_g1(&point))
            .then_some(point)
    }
}

/// The standard has c0 before c1, blst the other way round.
fn read_g2(bytes: &[u8; 192]) -> Option<blst_p2_affine> {
    let mut swapped = [0; 192];
    for (to, from) in [(0, 48), (48, 0), (96, 144), (144, 96)] {
        swapped[to..to + 48].copy_from_slice(&bytes[from..from + 48]);
    }
    let mut point = blst_p2_affine::default();
    unsafe {
        (blst_p2_deserialize(&mut point, swapped.as_ptr()) == BLST_ERROR::BLST_SUCCESS && blst_p2_affine_in_g2(&point))
            .then_some(point)
    }
}

bench_guest::entry! {
    "bls12-pairing" => bls12_pairing,
    "bls12-msm" => bls12_msm,
    "kzg-opening" => kzg_opening,
}

//! What must hold of each method whatever it is given: tables over all of them that fail when one is missing.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::type_complexity,
    clippy::unnecessary_wraps,
    clippy::unwrap_used,
    reason = "a test that goes wrong stops at once, and its counts are small"
)]

mod aggregation;
mod attribution;
mod described;
mod flows;
mod judgements;
mod ranking;
mod study;
mod weighting;

#[path = "../support/mod.rs"]
mod support;

use support::generate::Random;

/// Columns of values from 1 to 10, some of them equal.
fn columns(random: &mut Random, units: usize, indicators: usize) -> Vec<Vec<f64>> {
    let mut value = || if random.once_in(4) { 5.0 } else { 1.0 + 9.0 * random.unit() };
    (0..indicators).map(|_| (0..units).map(|_| value()).collect()).collect()
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

/// The rows of columns in another order.
fn reordered(columns: &[Vec<f64>], order: &[usize]) -> Vec<Vec<f64>> {
    columns.iter().map(|column| order.iter().map(|unit| column[*unit]).collect()).collect()
}

fn shuffled(random: &mut Random, length: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    for end in (1..length).rev() {
        order.swap(end, random.below(end as u64 + 1) as usize);
    }
    order
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

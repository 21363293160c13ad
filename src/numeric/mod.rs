//! Numbers: the loops over columns, the one door to transcendental functions, sorting, the scale, and what missing is.
//!
//! Sees nothing above it, and is a crate of its own so that the wasm can be made fast here and small everywhere else: nearly all
//! the time goes here, nearly all the code does not.

pub mod column;
mod competition;
mod counts;
pub mod float;
pub mod flows;
pub mod json;
pub mod normal;
pub mod products;
mod random;
mod scale;
pub mod shares;
pub mod sobol;
mod sort;
pub mod stats;
pub mod tiles;

pub use competition::{Ranking, UNSCORED};
pub use counts::{BIN_STEPS, BIN_WIDTH, BINS, Counts, MOST_DRAWS, WEIGHT_STEPS};
pub use random::{Random, open_unit};
pub use scale::{STEPS, Scale};
pub use sort::{KeySorter, sort_numbers};

/// The sentinel for a missing number inside the core; at the doors it is `null`.
///
/// It is a NaN, so it is tested with [`is_missing`], never compared, and spreads through arithmetic instead of counting as zero.
pub const MISSING: f64 = f64::NAN;

/// Whether a number is missing.
#[must_use]
pub fn is_missing(value: f64) -> bool {
    value.is_nan()
}

/// The number as an option: `None` when missing.
#[must_use]
pub fn present(value: f64) -> Option<f64> {
    if is_missing(value) { None } else { Some(value) }
}

/// A count as a number.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay below the ceilings, far below 2^53")]
pub fn count(number: usize) -> f64 {
    number as f64
}

/// A part of a whole; 0 of nothing.
#[must_use]
pub fn ratio(part: f64, whole: f64) -> f64 {
    if whole.abs() > 0.0 { part / whole } else { 0.0 }
}

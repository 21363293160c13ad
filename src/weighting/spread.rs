//! Weights by how much each indicator varies: standard deviation and variance.

use super::data::{min_max, shares};
use crate::numeric::stats::{sd, variance};

/// Standard deviations as shares of their sum.
///
/// ```text
/// w = sd / Σ sd
/// ```
///
/// Of the columns as they are (so units of measure count) or, `on_range`, of each one's way from its smallest to its largest value.
/// Missing values are left out. A constant indicator weighs 0; when all are constant, all weigh the same.
///
/// # Reference
/// Wang and Luo (2010), Mathematical and Computer Modelling 51:1–12.
#[must_use]
pub fn standard_deviation(columns: &[&[f64]], on_range: bool, ddof: f64) -> Vec<f64> {
    shares(columns.iter().map(|column| if on_range { sd(&min_max(column, true), ddof) } else { sd(column, ddof) }))
}

/// Variances as shares of their sum, of each column's way from its smallest to its largest value or, not `on_range`, of the columns
/// as they are. Missing values, constants: as [`standard_deviation`].
///
/// # Reference
/// Rao and Patel (2010), International Journal of Production Research 48:4665–4679.
#[must_use]
pub fn statistical_variance(columns: &[&[f64]], on_range: bool, ddof: f64) -> Vec<f64> {
    let spread =
        |column: &&[f64]| if on_range { variance(&min_max(column, true), ddof) } else { variance(column, ddof) };
    shares(columns.iter().map(spread))
}

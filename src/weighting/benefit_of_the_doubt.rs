//! Benefit of the doubt: each unit with the weights that suit it best.

use super::data::refuse_below;
use crate::numeric::stats::extent;
use crate::numeric::{Simplex, dot};
use crate::ranking::table::Unfit;

/// The score of each unit under the weights that are best for it, of those that take no unit above 1.
///
/// ```text
/// scoreᵢ = max Σ w xᵢ   subject to   Σ w xₖ ≤ 1 for every unit k,   w ≥ 0
/// ```
///
/// From 0 to 1; 1 is the frontier. Higher must be better of every column. Scores are unique, weights are not, so only scores are
/// given. Columns are divided by their largest value first, which changes no score; a column of zeros takes no part. A unit with a
/// missing value constrains nobody and is scored on the others; without any value it has no score.
///
/// # Errors
/// [`Unfit`] below 0.
///
/// # Reference
/// Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82:111–145.
pub fn scores(columns: &[&[f64]]) -> Result<Vec<f64>, Unfit> {
    refuse_below(columns, |_| false)?;
    let height = columns.first().map_or(0, |column| column.len());
    let rows: Vec<Vec<f64>> = (0..height)
        .map(|row| {
            let scaled = |column: &&[f64]| {
                let (_, high) = extent(column);
                column.get(row).map_or(0.0, |x| if high > 0.0 { x / high } else { x * 0.0 })
            };
            columns.iter().map(scaled).collect()
        })
        .collect();
    let whole = |row: &&Vec<f64>| !row.iter().any(|x| x.is_nan());
    let constraints: Vec<Vec<f64>> = rows.iter().filter(whole).cloned().collect();
    let mut programme = Simplex::new(&constraints, columns.len());
    let score = |row: &Vec<f64>| {
        if row.iter().all(|x| x.is_nan()) {
            return crate::numeric::MISSING;
        }
        // A missing value is no zero: its weight is.
        let own: Vec<f64> = row.iter().map(|x| if x.is_nan() { 0.0 } else { *x }).collect();
        // Where the unit stands is read from the vertex itself: one product instead of a sum carried through every pivot.
        programme.maximise(&own).map_or(1.0, |_| dot(&programme.values(columns.len()), &own).min(1.0))
    };
    Ok(rows.iter().map(score).collect())
}

//! Angle weights: how far an indicator points away from one that is the same for all.

use super::data::{Data, refuse_below, shares_of};
use super::{Sibling, Weigh};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::float::angle;
use crate::numeric::stats::{moment, sum};
use crate::stage::plain_method;

/// The angles between each column and a constant one, as shares.
///
/// ```text
/// u = arccos(Σ x / (√Σ x² √n))     w = u / Σ u
/// ```
///
/// Directions play no part. Missing values are left out. A constant indicator weighs 0; when all are constant, all weigh the same.
///
/// # Errors
/// [`Unfit`] below 0.
///
/// # Reference
/// Shuai, Zongguo and Qi (2012); as in pymcdm.
pub fn weights(columns: &[&[f64]]) -> Result<Vec<f64>, Unfit> {
    refuse_below(columns, |_| false)?;
    // The sine and the cosine together: an arccosine near 1 would lose half the digits.
    let away = |column: &[f64]| {
        let (total, n) = sum(column);
        angle(moment(column, 2).sqrt(), total / n.sqrt())
    };
    Ok(shares_of(columns, &away))
}

plain_method! {
    /// Angles. See [`weights`].
    Angle:
        "children that point away from a constant weigh more",
        "u / Σ u, u = arccos(Σ x / √(n Σ x²))",
        "Shuai, Zongguo and Qi (2012)"
}

impl Weigh for Angle {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        Data::of(siblings).weights("angle", path, |data| weights(&data.columns))
    }

    fn uses_data(&self) -> bool {
        true
    }
}

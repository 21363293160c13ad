//! Weights by the Gini coefficient: how unequally an indicator is spread.

use super::data::{Data, refuse_below, shares_of};
use super::{Sibling, Weigh};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::stats::{available, sum};
use crate::numeric::{count, sort_numbers};
use crate::stage::plain_method;

/// Gini coefficients as shares.
///
/// ```text
/// g = Σᵢ Σₖ |xᵢ − xₖ| / (2 n² x̄)     w = g / Σ g
/// ```
///
/// Directions play no part. Missing values are left out. A constant indicator weighs 0; when all are constant, all weigh the same.
///
/// # Errors
/// [`Unfit`] below 0.
///
/// # Reference
/// Gini (1912), Variabilità e mutabilità; as weights: Li and others (2009).
pub fn weights(columns: &[&[f64]]) -> Result<Vec<f64>, Unfit> {
    refuse_below(columns, |_| false)?;
    let coefficient = |column: &[f64]| {
        let mut sorted = available(column);
        sort_numbers(&mut sorted);
        let (total, n) = sum(&sorted);
        // Each value is above those before it and below those behind: one pass over the sorted values makes all pairs.
        let pairs: f64 = sorted.iter().enumerate().map(|(before, x)| (2.0 * count(before) + 1.0 - n) * x).sum();
        pairs / (n * total)
    };
    Ok(shares_of(columns, &coefficient))
}

plain_method! {
    /// Gini coefficients. See [`weights`].
    Gini:
        "children that are spread more unequally weigh more",
        "g / Σ g, g = Σ |xᵢ − xₖ| / 2n²x̄",
        "Gini (1912)"
}

impl Weigh for Gini {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        Data::of(siblings).weights("gini", path, |data| weights(&data.columns))
    }

    fn uses_data(&self) -> bool {
        true
    }
}

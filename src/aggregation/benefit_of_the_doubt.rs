//! Benefit of the doubt: each unit with the weights that suit it best.

use super::{Aggregate, Children};
use crate::error::{Path, Problem, Unfit};
use crate::framework::NodeId;
use crate::numeric::column::{mapped, slices};
use crate::numeric::stats::extent;
use crate::numeric::{Scale, Simplex, dot};
use crate::stage::plain_method;

plain_method! {
    /// Benefit of the doubt: the weighted sum of the children under the weights that are best for the unit, of those that take no
    /// ranked unit beyond the top of the scale.
    ///
    /// ```text
    /// y = max Σ w xᵢ   subject to   Σ w xₖ ≤ top of the scale for every ranked unit k,   w ≥ 0
    /// ```
    ///
    /// Stated weights play no part. Some unit is always at the top. A unit with a missing child is scored on the others and
    /// constrains nobody; missing values otherwise as [`Missing`](super::Missing) says. On the scale of its children, which must not
    /// reach below 0.
    ///
    /// # Errors
    /// [`Code::AggregationNegativeScale`](crate::error::Code::AggregationNegativeScale) when the scale starts below 0.
    ///
    /// # Reference
    /// Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82:111–145.
    BenefitOfTheDoubt:
        "the weights that suit the unit best, taking no unit beyond the top",
        "max Σ w x, Σ w xₖ ≤ 1",
        "Cherchye et al. (2007)"
}

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
    for (index, column) in columns.iter().enumerate() {
        let (low, _) = extent(column);
        if low < 0.0 {
            return Err(Unfit { indicator: Some(index), found: low, needs: "values of 0 or more" });
        }
    }
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
        let own = mapped(row, &|x| if x.is_nan() { 0.0 } else { x });
        // Where the unit stands is read from the vertex itself: one product instead of a sum carried through every pivot.
        programme.maximise(&own).map_or(1.0, |_| dot(&programme.values(columns.len()), &own).min(1.0))
    };
    Ok(rows.iter().map(score).collect())
}

impl Aggregate for BenefitOfTheDoubt {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        let (_, columns) = children.compared();
        let columns = slices(&columns);
        // The check of the scale has seen to it that nothing is below 0.
        let all = scores(&columns).unwrap_or_default();
        for (place, score) in out.iter_mut().zip(&all) {
            // `max` would drop a NaN; a missing value must stay missing.
            let reached = score * children.scale.upper;
            *place = if reached < children.scale.lower { children.scale.lower } else { reached };
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn needs_all_units(&self) -> bool {
        true
    }

    fn compares_pairs(&self) -> bool {
        true
    }

    fn check(&self, node: &NodeId, scale: Scale, path: &Path) -> Option<Problem> {
        super::power::refuse_negative("benefit-of-the-doubt", node, scale, path)
    }
}

//! SPOTIS: the distance from an ideal between fixed bounds.

use super::table::{Table, ratio};

/// The weighted distance of each unit from the ideal, as a share of what each indicator may range over.
///
/// ```text
/// score = Σ w |x − ideal| / (upper − lower)
/// ```
///
/// Lower is better. The ideal is the better bound, or `expected`, which needs no direction. Nothing depends on who else is
/// present, so no unit turns the order of two others. A value beyond a bound counts as it is; bounds without width count 0.
///
/// # Reference
/// Dezert, Tchamova, Han and Tacnet (2020), The SPOTIS rank reversal free method, FUSION 2020.
#[must_use]
pub fn scores(table: &Table<'_>, bounds: &[(f64, f64)], expected: Option<&[f64]>) -> Vec<f64> {
    let mut scores = vec![0.0; table.units()];
    for criterion in table.criteria() {
        let Some((lower, upper)) = bounds.get(criterion.index).copied() else { continue };
        let better = if criterion.higher { upper } else { lower };
        let ideal = expected.and_then(|values| values.get(criterion.index).copied()).unwrap_or(better);
        for (score, x) in scores.iter_mut().zip(criterion.column) {
            *score += criterion.weight * ratio((x - ideal).abs(), upper - lower);
        }
    }
    scores
}

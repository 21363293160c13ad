//! MABAC: above or below the border of approximation.

use super::table::Table;
use super::{Decide, Decision, Outcome, Rank};
use crate::error::{Path, Problem};
use crate::numeric::column::mapped;
use crate::numeric::count;
use crate::numeric::float::{exp, ln};
use crate::stage::plain_method;

/// The distance of each unit from the border, the geometric mean of each indicator's weighted values.
///
/// ```text
/// n = (x − worst) / (best − worst)     v = w (n + 1)     g = (Π v)^(1 / units)     score = Σ (v − g)
/// ```
///
/// Higher is better; above 0 a unit lies beyond the border. A constant indicator adds nothing.
///
/// # Reference
/// Pamučar and Ćirović (2015), Expert Systems with Applications 42:3016–3028.
#[must_use]
pub fn scores(table: &Table<'_>) -> Vec<f64> {
    let mut scores = vec![0.0; table.units()];
    for criterion in table.criteria() {
        let (best, worst) = criterion.ends();
        if best.to_bits() == worst.to_bits() {
            continue;
        }
        let values = mapped(&criterion.min_max(), &|n| criterion.weight * (n + 1.0));
        let border = exp(values.iter().map(|value| ln(*value)).sum::<f64>() / count(values.len()));
        for (score, value) in scores.iter_mut().zip(&values) {
            *score += value - border;
        }
    }
    scores
}

plain_method! {
    /// See [`scores`].
    Mabac:
        "above or below the border of approximation",
        "Σ (w (n + 1) − geometric mean of it)",
        "Pamučar and Ćirović (2015)"
}

impl Rank for Mabac {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Mabac {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("mabac", path, &|table| Ok(scores(table)))
    }

    fn measure(&self) -> &'static str {
        "distance from the border"
    }
}

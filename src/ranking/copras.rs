//! COPRAS: what speaks for a unit, and what its costs leave.

use super::table::{Criterion, Domain, Table, defined, most};
use super::{Decide, Decision, Outcome, Rank};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::mapped;
use crate::stage::plain_method;

/// The utility of each unit relative to the best.
///
/// ```text
/// S⁺, S⁻ = Σ w x / Σ x over the indicators better when higher, when lower
/// Q = S⁺ + Σ S⁻ / (S⁻ Σ (1 / S⁻))     score = Q / max Q
/// ```
///
/// Higher is better; from 0 to 1. Without indicators that are better when lower, Q is S⁺.
///
/// # Differs from
/// pymcdm 1.4.0, where Q = S⁺ + S⁻: there costs raise the score.
///
/// # Errors
/// [`Unfit`] below 0, or at 0 where lower is better.
///
/// # Reference
/// Zavadskas, Kaklauskas and Sarka (1994), Technological and Economic Development of Economy 1:131–139.
pub fn scores(table: &Table<'_>) -> Result<Vec<f64>, Unfit> {
    table.within(Domain::NotNegative, Domain::Positive)?;
    let part = |higher: bool| {
        let own = move |criterion: &Criterion<'_>, n: f64| {
            if criterion.higher == higher { criterion.weight * n } else { 0.0 }
        };
        table.sum(Criterion::share_of_sum, &own)
    };
    let mut utility = part(true);
    if table.criteria().any(|criterion| !criterion.higher) {
        let costs = part(false);
        let total: f64 = costs.iter().sum();
        let inverse: f64 = costs.iter().map(|cost| 1.0 / cost).sum();
        for (utility, cost) in utility.iter_mut().zip(&costs) {
            *utility += total / (cost * inverse);
        }
    }
    let best = most(&utility);
    defined(mapped(&utility, &|utility| utility / best), "a unit above 0 on some indicator")
}

plain_method! {
    /// See [`scores`].
    Copras:
        "what speaks for a unit, and what its costs leave",
        "S⁺ + Σ S⁻ / (S⁻ Σ 1/S⁻), relative to the best",
        "Zavadskas, Kaklauskas and Sarka (1994)"
}

impl Rank for Copras {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Copras {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("copras", path, &|table| scores(table))
    }

    fn measure(&self) -> &'static str {
        "utility"
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((0.0, 1.0))
    }
}

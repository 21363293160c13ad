//! MARCOS: utility between the ideal and its opposite.

use super::table::{Domain, Table, defined};
use super::{Decide, Decision, Outcome, Rank};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::mapped;
use crate::stage::plain_method;

/// The utility of each unit between the anti-ideal (the worst value of every indicator) and the ideal (the best).
///
/// ```text
/// n = x / best, where lower is better best / x     S = Σ w n, also of the ideal and the anti-ideal
/// K⁻ = S / S_anti     K⁺ = S / S_ideal     f(K⁺) = K⁻ / (K⁺ + K⁻)     f(K⁻) = K⁺ / (K⁺ + K⁻)
/// score = (K⁺ + K⁻) / (1 + (1 − f(K⁺)) / f(K⁺) + (1 − f(K⁻)) / f(K⁻))
/// ```
///
/// Higher is better.
///
/// # Errors
/// [`Unfit`] below 0, or at 0 where lower is better, or when the anti-ideal is 0 on every indicator.
///
/// # Reference
/// Stević, Pamučar, Puška and Chatterjee (2020), Computers and Industrial Engineering 140:106231.
pub fn scores(table: &Table<'_>) -> Result<Vec<f64>, Unfit> {
    table.within(Domain::NotNegative, Domain::Positive)?;
    let sums = table.sum(super::table::Criterion::share_of_best, &|criterion, n| criterion.weight * n);
    let (mut ideal, mut anti) = (0.0, 0.0);
    for criterion in table.criteria() {
        let (best, worst) = criterion.ends();
        ideal += criterion.weight;
        anti += criterion.weight * if criterion.higher { worst / best } else { best / worst };
    }
    let score = |sum: f64| {
        let (down, up) = (sum / anti, sum / ideal);
        // (1 − f) / f of both are up / down and down / up.
        (up + down) / (1.0 + up / down + down / up)
    };
    defined(mapped(&sums, &score), "an anti-ideal above 0 on some indicator")
}

plain_method! {
    /// See [`scores`].
    Marcos:
        "utility between the ideal and its opposite",
        "(K⁺ + K⁻) / (1 + K⁺/K⁻ + K⁻/K⁺)",
        "Stević et al. (2020)"
}

impl Rank for Marcos {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Marcos {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("marcos", path, &|table| scores(table))
    }

    fn measure(&self) -> &'static str {
        "utility"
    }
}

//! WASPAS: a weighted sum and a weighted product, mixed.

use super::table::{Criterion, Domain, Table};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::Fields;
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::joined;
use crate::numeric::float::pow;
use crate::stage::{About, Parameters};

/// The mix of the weighted sum (`lambda` = 1) and the weighted product (`lambda` = 0).
///
/// ```text
/// n = x / max, where lower is better min / x
/// score = λ Σ w n + (1 − λ) Π nʷ
/// ```
///
/// Higher is better; from 0 to 1 when weights sum to 1. A constant indicator counts fully for everybody.
///
/// # Differs from
/// pyDecision, whose product departs from the printed examples; pymcdm agrees.
///
/// # Errors
/// [`Unfit`] below 0, or at 0 where lower is better.
///
/// # Reference
/// Zavadskas, Turskis, Antucheviciene and Zakarevicius (2012), Elektronika ir Elektrotechnika 122:3–6.
pub fn scores(table: &Table<'_>, lambda: f64) -> Result<Vec<f64>, Unfit> {
    table.within(Domain::NotNegative, Domain::Positive)?;
    let sums = table.sum(Criterion::share_of_best, &|criterion, n| criterion.weight * n);
    let mut products = vec![1.0; table.units()];
    for criterion in table.criteria() {
        for (product, n) in products.iter_mut().zip(criterion.share_of_best()) {
            *product *= pow(n, criterion.weight);
        }
    }
    Ok(joined(&sums, &products, &|sum, product| lambda * sum + (1.0 - lambda) * product))
}

/// See [`scores`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Waspas {
    /// λ, the part of the weighted sum, from 0 to 1; 0.5 when nothing is said.
    pub lambda: f64,
}

impl Default for Waspas {
    fn default() -> Self {
        Self { lambda: 0.5 }
    }
}

impl Parameters for Waspas {
    const ABOUT: About = About {
        meaning: "a weighted sum and a weighted product, mixed",
        formula: "λ Σ w n + (1 − λ) Π nʷ",
        reference: "Zavadskas et al. (2012)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { lambda: fields.with("lambda", |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(0.5) }
    }
}

impl Rank for Waspas {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Waspas {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("waspas", path, &|table| scores(table, self.lambda))
    }

    fn measure(&self) -> &'static str {
        "sum and product, mixed"
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((0.0, 1.0))
    }
}

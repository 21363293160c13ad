//! CoCoSo: three compromises of a weighted sum and a weighted product.

use super::table::{Criterion, Table, defined, least, most};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::Fields;
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::joined;
use crate::numeric::float::pow;
use crate::stage::{About, Parameters};

/// The combined compromise score.
///
/// ```text
/// n = (x − worst) / (best − worst)     S = Σ w n     P = Σ nʷ
/// ka = (P + S) / Σ (P + S)     kb = S / min S + P / min P     kc = (λS + (1−λ)P) / (λ max S + (1−λ) max P)
/// score = ∛(ka kb kc) + (ka + kb + kc) / 3
/// ```
///
/// Higher is better. A constant indicator counts fully for everybody. `lambda` from 0 to 1, 0.5 when nothing is said.
///
/// # Errors
/// [`Unfit`] when one unit is the worst on every indicator: kb would divide by 0.
///
/// # Reference
/// Yazdani, Zarate, Kazimieras Zavadskas and Turskis (2019), Management Decision 57:2501–2519.
pub fn scores(table: &Table<'_>, lambda: f64) -> Result<Vec<f64>, Unfit> {
    let s = table.sum(Criterion::min_max, &|criterion, n| criterion.weight * n);
    let p = table.sum(Criterion::min_max, &|criterion, n| pow(n, criterion.weight));
    let total: f64 = s.iter().chain(&p).sum();
    let (least_s, least_p) = (least(&s), least(&p));
    let best = lambda * most(&s) + (1.0 - lambda) * most(&p);
    let score = |s: f64, p: f64| {
        let share = (p + s) / total;
        let relative = s / least_s + p / least_p;
        let balanced = (lambda * s + (1.0 - lambda) * p) / best;
        pow(share * relative * balanced, 1.0 / 3.0) + (share + relative + balanced) / 3.0
    };
    defined(joined(&s, &p, &score), "no unit that is the worst on every indicator")
}

/// See [`scores`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Cocoso {
    /// λ, the part of the weighted sum, from 0 to 1; 0.5 when nothing is said.
    pub lambda: f64,
}

impl Default for Cocoso {
    fn default() -> Self {
        Self { lambda: 0.5 }
    }
}

impl Parameters for Cocoso {
    const ABOUT: About = About {
        meaning: "three compromises of a weighted sum and a weighted product",
        formula: "∛(ka kb kc) + (ka + kb + kc) / 3",
        reference: "Yazdani et al. (2019)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { lambda: fields.with("lambda", |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(0.5) }
    }
}

impl Rank for Cocoso {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Cocoso {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("cocoso", path, &|table| scores(table, self.lambda))
    }

    fn measure(&self) -> &'static str {
        "compromise"
    }
}

//! CODAS: how far from the worst, by two distances.

use super::table::{Domain, Table, least, refuse_many};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::Fields;
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::{joined, mapped};
use crate::stage::{About, Parameters};

/// How much farther each unit is from the worst values than the others are.
///
/// ```text
/// n = x / max, where lower is better min / x     v = w n
/// E, T = Euclidean, taxicab distance of v from the smallest v of each indicator
/// score = Σₖ (E − Eₖ) + (T − Tₖ where |E − Eₖ| ≥ τ, else 0)
/// ```
///
/// Higher is better; scores sum to 0. τ, 0.02 when nothing is said, is the difference from which two distances are told apart.
///
/// # Differs from
/// pyDecision; pymcdm and the printed example agree with this.
///
/// # Errors
/// [`Unfit`] below 0, or at 0 where lower is better.
///
/// # Reference
/// Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene (2016), Economic Computation 50(3):25–44.
pub fn scores(table: &Table<'_>, tau: f64) -> Result<Vec<f64>, Unfit> {
    table.within(Domain::NotNegative, Domain::Positive)?;
    let (mut euclidean, mut taxicab) = (vec![0.0; table.units()], vec![0.0; table.units()]);
    for criterion in table.criteria() {
        let values = mapped(&criterion.share_of_best(), &|n| criterion.weight * n);
        let worst = least(&values);
        for ((square, sum), value) in euclidean.iter_mut().zip(&mut taxicab).zip(&values) {
            *square += (value - worst) * (value - worst);
            *sum += (value - worst).abs();
        }
    }
    for distance in &mut euclidean {
        *distance = distance.sqrt();
    }
    let score = |e: f64, t: f64| {
        let mut score = 0.0;
        for (other_e, other_t) in euclidean.iter().zip(&taxicab) {
            score += e - other_e;
            if (e - other_e).abs() >= tau {
                score += t - other_t;
            }
        }
        score
    };
    Ok(joined(&euclidean, &taxicab, &score))
}

/// See [`scores`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Codas {
    /// τ, from which two distances are told apart, from 0 to 1; 0.02 when nothing is said.
    pub tau: f64,
}

impl Default for Codas {
    fn default() -> Self {
        Self { tau: 0.02 }
    }
}

impl Parameters for Codas {
    const ABOUT: About = About {
        meaning: "how far from the worst, by two distances",
        formula: "Σ (E − Eₖ) + (T − Tₖ where |E − Eₖ| ≥ τ)",
        reference: "Keshavarz Ghorabaee et al. (2016)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { tau: fields.with("tau", |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(0.02) }
    }
}

impl Rank for Codas {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Codas {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("codas", path, &|table| {
            refuse_many(table.units())?;
            scores(table, self.tau)
        })
    }

    fn measure(&self) -> &'static str {
        "assessment by distances"
    }

    fn is_live(&self) -> bool {
        false
    }
}

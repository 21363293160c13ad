//! ARAS: the share of an optimal unit.

use super::table::{Domain, Given, Table, unknown};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::Fields;
use crate::error::{Path, Problem, Unfit};
use crate::framework::NodeId;
use crate::numeric::column::mapped;
use crate::numeric::stats::sum;
use crate::numeric::{MISSING, present};
use crate::stage::{About, Parameters};

/// The share of each unit in what an optimal one would have; the optimal one is given, or has the best value of every indicator.
///
/// ```text
/// n = x / Σ x, where lower is better (1 / x) / Σ (1 / x); the optimal unit is in the sums
/// score = Σ w n / Σ w n of the optimal unit
/// ```
///
/// Higher is better; from 0 to 1 when the optimal unit is the best of those present.
///
/// # Differs from
/// scikit-criteria, where the optimal unit takes no part in the sums.
///
/// # Errors
/// [`Unfit`] below 0, or at 0 where lower is better.
///
/// # Reference
/// Zavadskas and Turskis (2010), Technological and Economic Development of Economy 16:159–172.
pub fn scores(table: &Table<'_>, optimal: Option<&[f64]>) -> Result<Vec<f64>, Unfit> {
    table.within(Domain::NotNegative, Domain::Positive)?;
    let mut sums = vec![0.0; table.units()];
    let mut best = 0.0;
    for criterion in table.criteria() {
        let own = optimal.and_then(|values| values.get(criterion.index).copied()).and_then(present);
        let mut column = criterion.column.to_vec();
        column.push(own.unwrap_or(criterion.ends().0));
        if !criterion.higher {
            for value in &mut column {
                *value = 1.0 / *value;
            }
        }
        let factor = criterion.weight / sum(&column).0;
        best += factor * column.last().copied().unwrap_or(0.0);
        for (sum, value) in sums.iter_mut().zip(&column) {
            *sum += factor * value;
        }
    }
    super::table::defined(mapped(&sums, &|sum| sum / best), "an optimal unit that is above 0 on some indicator")
}

/// See [`scores`].
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Aras {
    /// The optimal unit, a value an indicator, or of some; the best value of the others.
    pub optimal: Vec<Given>,
}

impl Parameters for Aras {
    const ABOUT: About = About {
        meaning: "the share of an optimal unit",
        formula: "Σ w n / Σ w n of the optimal unit",
        reference: "Zavadskas and Turskis (2010)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { optimal: fields.or("optimal", Vec::new()) }
    }
}

impl Rank for Aras {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Aras {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        let optimal = decision.each(&self.optimal, |own| &own.id, |own| own.value, MISSING);
        decision.scored("aras", path, &|table| scores(table, Some(&optimal)))
    }

    fn measure(&self) -> &'static str {
        "share of the optimal unit"
    }

    fn check(&self, indicators: &[&NodeId], path: &Path) -> Vec<Problem> {
        unknown(&self.optimal, |own| &own.id, indicators, path, "optimal")
    }
}

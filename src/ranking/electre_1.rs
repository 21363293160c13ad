//! ELECTRE I: the units that nobody outranks.

use super::outranking::{Outranking, outranking, reaches};
use super::table::{Table, refuse_many};
use super::topsis::Scaling;
use super::{Decide, Decision, Kind, Outcome, Rank};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::stage::{About, Parameters};

/// What ELECTRE I says.
#[derive(Debug, Clone, PartialEq)]
pub struct Electre1 {
    /// Concordance and discordance of each pair.
    pub pairs: Outranking,
    /// Whether row `a` outranks column `b`; nobody outranks itself.
    pub outranks: Vec<Vec<bool>>,
    /// The units that nobody outranks: a selection, not a ranking; empty where all stand in cycles.
    pub kernel: Vec<usize>,
}

/// The units that nobody outranks: `a` outranks `b` when enough weight agrees and nothing disagrees too much.
///
/// ```text
/// a outranks b:   C(a, b) ≥ p   and   D(a, b) ≤ q
/// ```
///
/// Weights should sum to 1. Equal units outrank each other, so neither is in the kernel when p and q admit it.
///
/// # Differs from
/// The graph-theoretic kernel, which resolves cycles; scikit-criteria's is this one.
///
/// # Reference
/// Roy (1968), RIRO 2:57–75; see [`outranking`] for C and D.
#[must_use]
pub fn electre_1(table: &Table<'_>, scaling: Scaling, p: f64, q: f64) -> Electre1 {
    let pairs = outranking(table, scaling);
    let units = table.units();
    let outranks: Vec<Vec<bool>> = (0..units)
        .map(|a| {
            let over = |b| a != b && reaches(pairs.concordance.at(a, b), p) && reaches(q, pairs.discordance.at(a, b));
            (0..units).map(over).collect()
        })
        .collect();
    let beaten = |unit: &usize| outranks.iter().any(|row| row.get(*unit) == Some(&true));
    let kernel = (0..units).filter(|unit| !beaten(unit)).collect();
    Electre1 { pairs, outranks, kernel }
}

/// The units that nobody outranks: see [`electre_1`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Method {
    /// How columns are made comparable; `sum` when nothing is said.
    pub scaling: Scaling,
    /// p: the least agreement, from 0 to 1; 0.65 when nothing is said.
    pub agreement: f64,
    /// q: the most disagreement, from 0 to 1; 0.35 when nothing is said.
    pub disagreement: f64,
}

impl Default for Method {
    fn default() -> Self {
        Self { scaling: Scaling::Sum, agreement: 0.65, disagreement: 0.35 }
    }
}

impl Parameters for Method {
    const ABOUT: About = About {
        meaning: "the units that nobody outranks",
        formula: "C(a, b) ≥ p and D(a, b) ≤ q",
        reference: "Roy (1968)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            scaling: fields.or("scaling", Scaling::Sum),
            agreement: fields
                .with("agreement", |value, decoder| decoder.number_within(value, 0.0, 1.0))
                .unwrap_or(0.65),
            disagreement: fields
                .with("disagreement", |value, decoder| decoder.number_within(value, 0.0, 1.0))
                .unwrap_or(0.35),
        }
    }
}

impl Rank for Method {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Method {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.outcome("electre-1", path, &|table| {
            refuse_many(table.units())?;
            let result = electre_1(table, self.scaling, self.agreement, self.disagreement);
            let inside = |unit: usize| f64::from(u8::from(result.kernel.contains(&unit)));
            Ok(Outcome {
                scores: (0..table.units()).map(inside).collect(),
                outranks: result.outranks.concat(),
                ..Outcome::default()
            })
        })
    }

    fn measure(&self) -> &'static str {
        "in the kernel"
    }

    fn kind(&self) -> Kind {
        Kind::Kernel
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((0.0, 1.0))
    }

    fn is_live(&self) -> bool {
        false
    }
}

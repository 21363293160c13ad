//! ELECTRE II: a ranking from strong and weak outranking.

use super::outranking::{outranking, reaches};
use super::table::{Table, refuse_many};
use super::topsis::Scaling;
use super::{Decide, Decision, Outcome, Rank};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Path, Problem};
use crate::numeric::column::joined;
use crate::numeric::stats::{Ties, ranks};
use crate::stage::{About, Parameters};

/// The levels of agreement (p) and of disagreement (q).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Levels {
    /// Agreement that is strong.
    pub p0: f64,
    /// Agreement that is strong when disagreement is low.
    pub p1: f64,
    /// Agreement that is weak.
    pub p2: f64,
    /// Disagreement that is moderate.
    pub q0: f64,
    /// Disagreement that is low.
    pub q1: f64,
}

impl Default for Levels {
    fn default() -> Self {
        Self { p0: 0.65, p1: 0.5, p2: 0.35, q0: 0.65, q1: 0.35 }
    }
}

impl Decode for Levels {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let usual = Self::default();
        decoder.object(value, |fields| {
            let mut level = |key, otherwise| {
                fields.with(key, |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(otherwise)
            };
            Self {
                p0: level("p0", usual.p0),
                p1: level("p1", usual.p1),
                p2: level("p2", usual.p2),
                q0: level("q0", usual.q0),
                q1: level("q1", usual.q1),
            }
        })
    }
}

/// What ELECTRE II says.
#[derive(Debug, Clone, PartialEq)]
pub struct Electre2 {
    /// The mean of the positions from above and from below: lower is better.
    pub score: Vec<f64>,
    /// Its dense rank: 1, 2, 2, 3.
    pub ranks: Vec<u32>,
}

/// The mean of two rankings: from above, whom nobody left outranks; from below, who outranks nobody left.
///
/// ```text
/// strong:  (C ≥ p₀ and D ≤ q₀  or  C ≥ p₁ and D ≤ q₁)  and  C(a, b) > C(b, a)
/// weak:    C ≥ p₂ and D ≤ q₀  and  C(a, b) > C(b, a)
/// ```
///
/// Where everybody left is outranked by somebody left, all of them share the position.
///
/// # Differs from
/// Roy and Bertier, who settle the units of a position by weak outranking afterwards; scikit-criteria agrees with this.
///
/// # Reference
/// Roy and Bertier (1973); Wang and Triantaphyllou (2008), Omega 36:45–63; see [`outranking`] for C and D.
#[must_use]
pub fn electre_2(table: &Table<'_>, scaling: Scaling, levels: Levels) -> Electre2 {
    let pairs = outranking(table, scaling);
    let units = table.units();
    let outranks = |a: usize, b: usize| {
        let agree = |p| reaches(pairs.concordance.at(a, b), p);
        let disagree = |q| reaches(q, pairs.discordance.at(a, b));
        let moderate = disagree(levels.q0);
        let strong = agree(levels.p0) && moderate || agree(levels.p1) && disagree(levels.q1);
        let more = pairs.concordance.at(a, b) - pairs.concordance.at(b, a) > 1e-12;
        a != b && more && (strong || agree(levels.p2) && moderate)
    };
    let (direct, _) = peel(units, &outranks);
    let (inverse, last) = peel(units, &|a, b| outranks(b, a));
    let score = joined(&direct, &inverse, &|a, b| f64::midpoint(a, last + 1.0 - b));
    let whole = |rank: &f64| u32::try_from(crate::numeric::stats::whole(*rank)).unwrap_or(0);
    Electre2 { ranks: ranks(&score, Ties::Dense).iter().map(whole).collect(), score }
}

/// The position of each unit when those whom nobody left outranks are taken off, again and again; and the last position.
fn peel(units: usize, outranks: &dyn Fn(usize, usize) -> bool) -> (Vec<f64>, f64) {
    let mut positions = vec![0.0; units];
    let mut left: Vec<usize> = (0..units).collect();
    let mut position = 0.0;
    while !left.is_empty() {
        position += 1.0;
        let mut kept: Vec<usize> =
            left.iter().copied().filter(|unit| left.iter().any(|other| outranks(*other, *unit))).collect();
        if kept.len() == left.len() {
            kept.clear();
        }
        for unit in left.iter().filter(|unit| !kept.contains(unit)) {
            if let Some(place) = positions.get_mut(*unit) {
                *place = position;
            }
        }
        left = kept;
    }
    (positions, position)
}

/// The mean position: see [`electre_2`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Method {
    /// How columns are made comparable; `sum` when nothing is said.
    pub scaling: Scaling,
    /// The levels of agreement and disagreement.
    pub levels: Levels,
}

impl Default for Method {
    fn default() -> Self {
        Self { scaling: Scaling::Sum, levels: Levels::default() }
    }
}

impl Parameters for Method {
    const ABOUT: About = About {
        meaning: "the mean of two rankings from strong and weak outranking",
        formula: "(from above + from below) / 2",
        reference: "Roy and Bertier (1973)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { scaling: fields.or("scaling", Scaling::Sum), levels: fields.or("levels", Levels::default()) }
    }
}

impl Rank for Method {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Method {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("electre-2", path, &|table| {
            refuse_many(table.units())?;
            Ok(electre_2(table, self.scaling, self.levels).score)
        })
    }

    fn measure(&self) -> &'static str {
        "mean of two ranks"
    }

    fn higher_is_better(&self) -> bool {
        false
    }

    fn is_live(&self) -> bool {
        false
    }
}

//! MOORA and MULTIMOORA: ratios, distances from a reference point, products, and the three together.

use super::table::{Criterion, Domain, Table, ranks, refuse_many, whole};
use super::{Decide, Decision, Outcome, Rank};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::float::ln;
use crate::stage::plain_method;

/// The ratio system: what is better when higher, less what is better when lower.
///
/// ```text
/// score = Σ ± w x / √Σ x²
/// ```
///
/// Higher is better. A constant indicator moves everybody alike.
///
/// # Reference
/// Brauers and Zavadskas (2006), Control and Cybernetics 35:445–469.
#[must_use]
pub fn ratio_system(table: &Table<'_>) -> Vec<f64> {
    table.sum(Criterion::vector, &|criterion, n| criterion.sign() * criterion.weight * n)
}

/// The reference point: the largest weighted distance from the best value of any indicator. Lower is better.
///
/// ```text
/// score = maxⱼ |w (n − best n)|     n = x / √Σ x²
/// ```
///
/// # Reference
/// Brauers and Zavadskas (2006).
#[must_use]
pub fn reference_point(table: &Table<'_>) -> Vec<f64> {
    let mut farthest = vec![0.0_f64; table.units()];
    for criterion in table.criteria() {
        let values = criterion.vector();
        let best = Criterion { column: &values, ..criterion }.ends().0;
        for (score, n) in farthest.iter_mut().zip(&values) {
            *score = score.max((criterion.weight * (n - best)).abs());
        }
    }
    farthest
}

/// The full multiplicative form, as a logarithm: what is better when higher, divided by what is better when lower.
///
/// ```text
/// score = Σ ± ln(w x / √Σ x²)
/// ```
///
/// Higher is better. A weight moves everybody alike, so it changes no rank.
///
/// # Differs from
/// The printed form, which is the exponential of this score: products of many indicators are beyond what a number holds.
///
/// # Errors
/// [`Unfit`] at or below 0.
///
/// # Reference
/// Brauers and Zavadskas (2010), Technological and Economic Development of Economy 16:5–24.
pub fn full_multiplicative(table: &Table<'_>) -> Result<Vec<f64>, Unfit> {
    table.within(Domain::Positive, Domain::Positive)?;
    Ok(table.sum(Criterion::vector, &|criterion, n| criterion.sign() * ln(criterion.weight * n)))
}

/// What MULTIMOORA says of each unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Three {
    /// Its ranks by ratio system, reference point and full multiplicative form.
    pub ranks: [Vec<u32>; 3],
    /// Over how many others it is better by more of the three ranks; higher is better.
    pub points: Vec<f64>,
}

/// The three rankings, and how many others each unit dominates by the majority of them.
///
/// A pair gives its point to the unit with more better ranks, when none of the three ranks is equal; otherwise to nobody.
///
/// # Errors
/// [`Unfit`] at or below 0.
///
/// # Reference
/// Brauers and Zavadskas (2010); the domination of ranks as scikit-criteria counts it.
pub fn multimoora(table: &Table<'_>) -> Result<Three, Unfit> {
    let three = [
        ranks(&ratio_system(table), false),
        ranks(&reference_point(table), true),
        ranks(&full_multiplicative(table)?, false),
    ];
    let [ratio, reference, product] = &three;
    let all: Vec<[u32; 3]> = ratio.iter().zip(reference).zip(product).map(|((a, b), c)| [*a, *b, *c]).collect();
    let beats = |a: &[u32; 3], b: &[u32; 3]| {
        let mut better = 0;
        for (a, b) in a.iter().zip(b) {
            if a == b {
                return false;
            }
            better += i32::from(a < b);
        }
        better >= 2
    };
    let points = all.iter().map(|a| crate::numeric::count(all.iter().filter(|b| beats(a, b)).count())).collect();
    Ok(Three { ranks: three, points })
}

plain_method! {
    /// See [`ratio_system`].
    Moora:
        "what is better when higher, less what is better when lower",
        "Σ ± w x / √Σ x²",
        "Brauers and Zavadskas (2006)"
}

impl Rank for Moora {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Moora {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("moora", path, &|table| Ok(ratio_system(table)))
    }

    fn measure(&self) -> &'static str {
        "sum of ratios"
    }
}

plain_method! {
    /// See [`reference_point`].
    MooraReferencePoint:
        "the largest weighted distance from the best",
        "max w |n − best|",
        "Brauers and Zavadskas (2006)"
}

impl Rank for MooraReferencePoint {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for MooraReferencePoint {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("moora-reference-point", path, &|table| Ok(reference_point(table)))
    }

    fn measure(&self) -> &'static str {
        "largest distance from the best"
    }

    fn higher_is_better(&self) -> bool {
        false
    }
}

plain_method! {
    /// See [`full_multiplicative`].
    FullMultiplicative:
        "what is better when higher, divided by what is better when lower",
        "Σ ± ln(w x / √Σ x²)",
        "Brauers and Zavadskas (2010)"
}

impl Rank for FullMultiplicative {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for FullMultiplicative {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("full-multiplicative", path, &|table| full_multiplicative(table))
    }

    fn measure(&self) -> &'static str {
        "product"
    }
}

plain_method! {
    /// See [`multimoora`].
    Multimoora:
        "over how many others a unit has the better ranks of the three",
        "points for every other dominated",
        "Brauers and Zavadskas (2010)"
}

impl Rank for Multimoora {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Multimoora {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.outcome("multimoora", path, &|table| {
            refuse_many(table.units())?;
            let Three { points, ranks: [ratios, distances, products] } = multimoora(table)?;
            let figures = [("ratio-rank", ratios), ("reference-point-rank", distances), ("product-rank", products)];
            let figures = figures.map(|(name, ranks)| (name, whole(&ranks))).to_vec();
            Ok(Outcome { scores: points, figures, ..Outcome::default() })
        })
    }

    fn measure(&self) -> &'static str {
        "units dominated"
    }

    fn is_live(&self) -> bool {
        false
    }
}

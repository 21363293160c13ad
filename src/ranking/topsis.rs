//! TOPSIS: near the ideal, far from its opposite.

use super::table::{Criterion, Domain, Table};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::{add_square_distance, joined};
use crate::numeric::ratio;
use crate::numeric::stats::extent;
use crate::stage::{About, Parameters};

/// How columns are made comparable first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scaling {
    /// Divided by the root of the sum of squares; of an indicator better when lower the ideal is the smallest. Taking
    /// `1 − x / norm` there instead moves no distance.
    #[default]
    Vector,
    /// The way from the smallest to the largest.
    MinMax,
    /// Divided by the sum.
    Sum,
    /// Divided by the largest.
    Max,
    /// As they are.
    None,
}

impl Decode for Scaling {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let words = [
            ("vector", Self::Vector),
            ("min-max", Self::MinMax),
            ("sum", Self::Sum),
            ("max", Self::Max),
            ("none", Self::None),
        ];
        decoder.word(value, &words)
    }
}

impl Scaling {
    /// What a column is divided by; 0 where it is nothing.
    #[must_use]
    pub fn divisor(self, column: &[f64]) -> f64 {
        let (low, high) = extent(column);
        match self {
            Self::Vector => crate::numeric::stats::norm(column),
            Self::MinMax => high - low,
            Self::Sum => crate::numeric::stats::sum(column).0,
            Self::Max => high,
            Self::None => 1.0,
        }
    }
}

/// The closeness of each unit to the ideal, from 0 (the worst on every indicator) to 1 (the best on every one).
///
/// ```text
/// n = x / √Σ x²      v = w n
/// D⁺ = √Σⱼ (v − best vⱼ)²     D⁻ = √Σⱼ (v − worst vⱼ)²     score = D⁻ / (D⁺ + D⁻)
/// ```
///
/// Higher is better. A constant indicator adds nothing to any distance; where all are constant, every unit is ideal and worst at
/// once, and has ½. Best and worst are those of the units present: another unit may turn the order of two.
///
/// # Differs from
/// pymcdm, whose default is min–max; scikit-criteria's pipeline that inverts costs as `1 / x` first gives other scores: give such
/// a column inverted.
///
/// # Errors
/// [`Unfit`] when a column is to be divided by its sum or its largest value and has negative ones.
///
/// # Reference
/// Hwang and Yoon (1981), Multiple Attribute Decision Making; Tzeng and Huang (2011), section 5.
pub fn scores(table: &Table<'_>, scaling: Scaling) -> Result<Vec<f64>, Unfit> {
    if matches!(scaling, Scaling::Sum | Scaling::Max) {
        table.within(Domain::NotNegative, Domain::NotNegative)?;
    }
    let mut to_best = vec![0.0; table.units()];
    let mut to_worst = to_best.clone();
    for criterion in table.criteria() {
        let Criterion { column, weight, .. } = criterion;
        let (best, worst) = criterion.ends();
        // The distances are of differences: where a column begins does not matter.
        let factor = ratio(weight, scaling.divisor(column));
        add_square_distance(&mut to_best, factor, column, best);
        add_square_distance(&mut to_worst, factor, column, worst);
    }
    let closeness = joined(&to_best, &to_worst, &|best, worst| {
        let (best, worst) = (best.sqrt(), worst.sqrt());
        let whole = best + worst;
        if whole > 0.0 { worst / whole } else { 0.5 }
    });
    Ok(closeness)
}

/// See [`scores`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Topsis {
    /// How columns are made comparable.
    pub scaling: Scaling,
}

impl Parameters for Topsis {
    const ABOUT: About = About {
        meaning: "near the ideal, far from its opposite",
        formula: "D⁻ / (D⁺ + D⁻)",
        reference: "Hwang and Yoon (1981)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { scaling: fields.or("scaling", Scaling::default()) }
    }
}

impl Rank for Topsis {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Topsis {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("topsis", path, &|table| scores(table, self.scaling))
    }

    fn measure(&self) -> &'static str {
        "closeness to the ideal"
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((0.0, 1.0))
    }
}

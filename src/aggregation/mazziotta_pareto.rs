//! The Mazziotta–Pareto indices: a mean that unbalanced children are penalised for.

use super::children::{Part, mean};
use super::{Aggregate, Children};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::numeric::column::mapped;
use crate::numeric::{Scale, count, is_missing, stats};
use crate::stage::{About, Parameters};

/// Which way imbalance moves the score.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Penalty {
    /// Down: for an index whose high values are good.
    #[default]
    Down,
    /// Up: for one whose high values are bad.
    Up,
}

impl Decode for Penalty {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("down", Self::Down), ("up", Self::Up)])
    }
}

/// The mean of a unit's children less (or more) what their imbalance costs; `ddof` is taken off their number.
///
/// ```text
/// M = Σ w z / Σ w     S² = Σ w (z − M)² / Σ w × n / (n − ddof)     score = M ∓ S² / M
/// ```
///
/// Of one child, the child itself.
#[must_use]
pub fn penalised(parts: &[Part], ddof: f64, penalty: Penalty) -> f64 {
    let (total, centre) = mean(parts);
    let n = count(parts.len());
    if n <= 1.0 {
        return centre;
    }
    let squares: f64 = parts.iter().map(|part| part.weight * (part.value - centre) * (part.value - centre)).sum();
    let cost = squares / total * n / (n - ddof) / centre;
    match penalty {
        Penalty::Down => centre - cost,
        Penalty::Up => centre + cost,
    }
}

/// A column standardised to mean 100 and standard deviation 10 (of a sample); 100 throughout where it does not vary.
#[must_use]
pub fn standardised(column: &[f64]) -> Vec<f64> {
    let (centre, spread) = (stats::mean(column), stats::sd(column, 1.0));
    let place = |x: f64| {
        if is_missing(x) {
            x
        } else if spread > 0.0 {
            100.0 + 10.0 * (x - centre) / spread
        } else {
            100.0
        }
    };
    mapped(column, &place)
}

/// Where the scale begins and ends among indices of mean 100.
const RANGE: Scale = Scale { lower: 70.0, upper: 130.0 };

/// The Mazziotta–Pareto index: children standardised over the ranked units of the period, their mean less what imbalance costs.
///
/// ```text
/// z = 100 + 10 (x − x̄) / sd     MPI = M ∓ S² / M   over the children present, sd and S of a sample
/// ```
///
/// 70 to 130, three standard deviations either side, becomes the scale; farther out counts as its end. A unit's score depends on who
/// else is present. A child that does not vary is 100 for everybody. Missing values as [`Missing`](super::Missing) says; never zero.
///
/// # Reference
/// De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104:1–18.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct MazziottaPareto {
    /// Which way imbalance moves the score.
    pub penalty: Penalty,
}

impl Parameters for MazziottaPareto {
    const ABOUT: About = About {
        meaning: "mean of standardised children less what their imbalance costs",
        formula: "M − S² / M",
        reference: "De Muro, Mazziotta and Pareto (2011)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { penalty: fields.or("penalty", Penalty::default()) }
    }
}

impl Aggregate for MazziottaPareto {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        let (weights, columns) = children.compared();
        let all: Vec<Vec<f64>> = columns.iter().map(|column| standardised(column)).collect();
        for (unit, place) in out.iter_mut().enumerate() {
            let each = weights.iter().zip(&all);
            let parts: Vec<Part> = each
                .filter_map(|(weight, column)| Some(Part { weight: *weight, value: *column.get(unit)? }))
                .filter(|part| !is_missing(part.value))
                .collect();
            *place = on_scale(penalised(&parts, 1.0, self.penalty), children.scale);
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn is_monotone(&self) -> bool {
        // A child that rises makes the unit less balanced.
        false
    }

    fn needs_all_units(&self) -> bool {
        true
    }
}

/// An index of mean 100 on the scale of the study; missing stays missing.
fn on_scale(index: f64, scale: Scale) -> f64 {
    if is_missing(index) { index } else { scale.at(((index - RANGE.lower) / RANGE.width()).clamp(0.0, 1.0)) }
}

/// The adjusted Mazziotta–Pareto index: the same on the scale itself, so that a unit's score depends on no other's.
///
/// ```text
/// z = 70 + 60 × the child's way up the scale     AMPI = M ∓ S² / M   over the children present, S of a population
/// ```
///
/// 70 to 130 is the scale again: no penalty leads out of it. With goalposts that lie as far apart on either side of a reference
/// unit, that unit is in the middle. Missing values as [`Missing`](super::Missing) says; never zero.
///
/// # Reference
/// Mazziotta and Pareto (2016), Social Indicators Research 127:983–1003.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct AdjustedMazziottaPareto {
    /// Which way imbalance moves the score.
    pub penalty: Penalty,
}

impl Parameters for AdjustedMazziottaPareto {
    const ABOUT: About = About {
        meaning: "mean of the children less what their imbalance costs, whoever else is present",
        formula: "M − S² / M on 70 to 130",
        reference: "Mazziotta and Pareto (2016)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { penalty: fields.or("penalty", Penalty::default()) }
    }
}

impl Aggregate for AdjustedMazziottaPareto {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        let scale = children.scale;
        children.each(out, &mut |parts| {
            for part in parts.iter_mut() {
                part.value = RANGE.at((part.value - scale.lower) / scale.width());
            }
            on_scale(penalised(parts, 0.0, self.penalty), scale)
        });
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn is_monotone(&self) -> bool {
        // A child that rises makes the unit less balanced.
        false
    }
}

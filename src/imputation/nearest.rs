//! The mean of the units most like it.

use super::{Impute, Table};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::framework::{Framework, Indicator};
use crate::limits;
use crate::numeric::stats::{extent, mean};
use crate::numeric::{MISSING, count, is_missing};
use crate::stage::{About, Parameters};

/// The mean of the `count` ranked units most like the unit, among those that have a value.
///
/// ```text
/// d² = m / k × Σ (x − y)²   over the k of m indicators that both have
/// ```
///
/// Indicators are divided by their range over the ranked units first, unless `scaled` is false: else the one in the smallest unit of
/// measure decides alone. Ties: the unit whose id comes first. Where fewer units have a value, those are taken; where none shares an
/// indicator with the unit, missing stays missing.
///
/// # Errors
/// [`Code::TooLarge`] for more than [`limits::NEAREST_CELLS`] units × indicators.
///
/// # Differs from
/// Scikit-learn's `KNNImputer` does not scale, and falls back to the column's mean.
///
/// # Reference
/// Troyanskaya et al. (2001), Bioinformatics 17:520–525.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Nearest {
    /// How many units: 3 unless said.
    pub count: u32,
    /// Whether indicators are divided by their range first: true unless said.
    pub scaled: bool,
}

impl Default for Nearest {
    fn default() -> Self {
        Self { count: 3, scaled: true }
    }
}

impl Parameters for Nearest {
    const ABOUT: About = About {
        meaning: "mean of the units most like it",
        formula: "Σ x / k over the k nearest, d² = m / k × Σ (x − y)²",
        reference: "Troyanskaya et al. (2001)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let number = fields.with("count", |value, decoder| {
            let number = <i32 as crate::document::Decode>::decode(value, decoder);
            if number < 1 {
                let problem =
                    decoder.problem(Code::NumberOutOfRange).arg("found", number).arg("expected", "at least 1");
                decoder.record(problem);
            }
            u32::try_from(number).unwrap_or(1)
        });
        Self { count: number.unwrap_or(3), scaled: fields.or("scaled", true) }
    }
}

impl Impute for Nearest {
    fn check(&self, _indicator: &Indicator, framework: &Framework, units: usize, path: &Path) -> Option<Problem> {
        let found = units.saturating_mul(framework.indicators.len());
        let problem = || Problem::new(Code::TooLarge, path.clone()).arg("what", "units × indicators");
        (found > limits::NEAREST_CELLS).then(|| problem().arg("found", found).arg("limit", limits::NEAREST_CELLS))
    }

    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        let scaled = |position: usize| {
            let (low, high) = extent(&table.ranked_column(position));
            let range = if self.scaled && low < high { high - low } else { 1.0 };
            table.column(position).iter().map(|value| value / range).collect()
        };
        let columns: Vec<Vec<f64>> = (0..table.columns.len()).map(scaled).collect();
        let candidates: Vec<Vec<f64>> = wanted.iter().map(|indicator| table.ranked_column(*indicator)).collect();
        table.fill(wanted, &|at, unit| {
            let near = |(other, value): (usize, &f64)| {
                let usable = other != unit && !is_missing(*value);
                usable.then(|| (distance(&columns, unit, other), *value)).filter(|(distance, _)| !is_missing(*distance))
            };
            let mut near: Vec<(f64, f64)> =
                candidates.get(at).into_iter().flatten().enumerate().filter_map(near).collect();
            let mut taken: Vec<f64> = Vec::new();
            for _ in 0..self.count {
                let least = near.iter().fold(f64::INFINITY, |least, (distance, _)| least.min(*distance));
                // Of equally near ones the first in the order of their ids.
                let Some(position) = near.iter().position(|(distance, _)| *distance <= least) else { break };
                taken.push(near.remove(position).1);
            }
            mean(&taken)
        })
    }
}

/// The mean square difference of two units over the indicators that both have; missing when there is none.
fn distance(columns: &[Vec<f64>], one: usize, other: usize) -> f64 {
    let (mut total, mut shared) = (0.0, 0);
    for column in columns {
        let difference = column.get(one).copied().unwrap_or(MISSING) - column.get(other).copied().unwrap_or(MISSING);
        if !is_missing(difference) {
            total += difference * difference;
            shared += 1;
        }
    }
    total / count(shared)
}

//! What a normal distribution over the siblings expects.

use super::{Impute, Table};
use crate::error::{Code, Path, Problem};
use crate::framework::{Framework, Indicator};
use crate::limits;
use crate::numeric::stats::{mean, sd};
use crate::numeric::{MISSING, Matrix, count, is_missing};
use crate::stage::plain_method;

/// Rounds of expectation and maximisation at most.
const ROUNDS: usize = 500;
/// The fit has settled when no mean and no covariance of standardised values moves by more.
const SETTLED: f64 = 1e-11;
/// A variance left of a standardised indicator that is no more than rounding: the others tell it already.
const NOTHING_LEFT: f64 = 1e-9;

plain_method! {
    /// What a normal distribution over the indicators of the same dimension, fitted to the ranked units, expects of the missing
    /// value given the unit's others.
    ///
    /// ```text
    /// E-step   x̂ = μₘ + Σₘₒ Σₒₒ⁻¹ (xₒ − μₒ)
    /// M-step   μ = Σ x̂ / n,   Σ = Σ (x̂ − μ)(x̂ − μ)′ / n + mean of the conditional covariances
    /// ```
    ///
    /// until it has settled (maximum likelihood, divisor n). Where nothing else is known of the unit in this dimension, or of the
    /// indicator, missing stays missing. What other indicators tell exactly counts once.
    ///
    /// # Errors
    /// [`Code::TooLarge`] where units × the dimension's indicators³ are more than [`limits::NORMAL_WORK`].
    ///
    /// # Reference
    /// Dempster, Laird and Rubin (1977); Little and Rubin (2002), chapter 11; OECD/JRC (2008), step 2.
    Normal:
        "what a normal distribution over the indicators of the same dimension expects",
        "μₘ + Σₘₒ Σₒₒ⁻¹ (xₒ − μₒ), by expectation–maximisation",
        "Little and Rubin (2002); OECD/JRC (2008), step 2"
}

impl Impute for Normal {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        let mut filled: Vec<Vec<f64>> = Vec::with_capacity(wanted.len());
        let mut fitted: (Vec<usize>, Fitted) = <_>::default();
        for indicator in wanted {
            let siblings = table.siblings(*indicator);
            // Wanted indicators that follow each other share a fit where they share a dimension.
            if fitted.0 != siblings {
                let columns: Vec<&[f64]> = siblings.iter().map(|position| table.column(*position)).collect();
                fitted = (siblings, fit(&columns, table.ranked));
            }
            let (siblings, fit) = &fitted;
            let position = siblings.iter().position(|sibling| sibling == indicator);
            let column = position.and_then(|position| fit.filled.get(position)).cloned();
            filled.push(column.unwrap_or_else(|| table.column(*indicator).to_vec()));
        }
        filled
    }

    fn check(&self, indicator: &Indicator, framework: &Framework, units: usize, path: &Path) -> Option<Problem> {
        let siblings = framework.indicators.iter().filter(|other| other.parent == indicator.parent).count();
        let found = siblings.saturating_pow(3).saturating_mul(units);
        let problem = || Problem::new(Code::TooLarge, path.clone()).arg("what", "units × indicators of one dimension³");
        (found > limits::NORMAL_WORK).then(|| problem().arg("found", found).arg("limit", limits::NORMAL_WORK))
    }
}

/// A normal distribution fitted to columns with gaps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fitted {
    /// The mean of each column.
    pub mean: Vec<f64>,
    /// The covariance of each pair of columns, divisor n.
    pub covariance: Vec<Vec<f64>>,
    /// The columns with their gaps filled.
    pub filled: Vec<Vec<f64>>,
}

/// Fits a normal distribution to the rows that count, and fills the gaps of all rows.
#[must_use]
pub fn fit(columns: &[&[f64]], counts: &[bool]) -> Fitted {
    let width = columns.len();
    // Standardised, so that magnitudes do not matter; a column without values or spread has nothing to say.
    let scales: Vec<(f64, f64)> = columns
        .iter()
        .map(|column| {
            let values: Vec<f64> = column.iter().zip(counts).filter(|(_, counts)| **counts).map(|(x, _)| *x).collect();
            let spread = sd(&values, 0.0);
            (mean(&values), if spread > 0.0 { spread } else { 1.0 })
        })
        .collect();
    let rows: Vec<Vec<f64>> = (0..counts.len())
        .map(|row| {
            let value = |(column, (centre, spread)): (&&[f64], &(f64, f64))| {
                (column.get(row).copied().unwrap_or(MISSING) - centre) / spread
            };
            columns.iter().zip(&scales).map(value).collect()
        })
        .collect();
    let used: Vec<&Vec<f64>> = rows
        .iter()
        .zip(counts)
        .filter(|(row, counts)| **counts && row.iter().any(|value| !is_missing(*value)))
        .map(|(row, _)| row)
        .collect();
    let number = count(used.len());
    let mut centre = vec![0.0; width];
    let mut spread = Matrix::of(width, width, |row, column| f64::from(u8::from(row == column)));
    for _ in 0..ROUNDS {
        let mut sums = vec![0.0; width];
        let mut products = Matrix::zero(width, width);
        for row in &used {
            let (filled, rest) = expect(row, &centre, &spread);
            for (i, x) in filled.iter().enumerate() {
                if let Some(sum) = sums.get_mut(i) {
                    *sum += x;
                }
                for (j, y) in filled.iter().enumerate() {
                    products.set(i, j, products.at(i, j) + x * y + rest.at(i, j));
                }
            }
        }
        let mut moved = 0.0_f64;
        let means: Vec<f64> = sums.iter().map(|sum| sum / number).collect();
        let at = |position: usize| means.get(position).copied().unwrap_or(0.0);
        let next = Matrix::of(width, width, |i, j| products.at(i, j) / number - at(i) * at(j));
        for i in 0..width {
            moved = moved.max((at(i) - centre.get(i).copied().unwrap_or(0.0)).abs());
            for j in 0..width {
                moved = moved.max((next.at(i, j) - spread.at(i, j)).abs());
            }
        }
        centre = means;
        spread = next;
        // Also when there is nothing to fit: then nothing compares.
        if moved <= SETTLED || number <= 0.0 {
            break;
        }
    }
    let expected: Vec<Vec<f64>> = rows
        .iter()
        .map(
            |row| {
                if row.iter().all(|value| is_missing(*value)) { row.clone() } else { expect(row, &centre, &spread).0 }
            },
        )
        .collect();
    let scale = |column: usize| scales.get(column).copied().unwrap_or((0.0, 1.0));
    let filled = columns.iter().enumerate().map(|(position, column)| {
        let (middle, width) = scale(position);
        let value = |(own, row): (&f64, &Vec<f64>)| {
            if is_missing(*own) { middle + width * row.get(position).copied().unwrap_or(MISSING) } else { *own }
        };
        column.iter().zip(&expected).map(value).collect()
    });
    Fitted {
        filled: filled.collect(),
        mean: centre.iter().zip(&scales).map(|(x, (middle, width))| middle + width * x).collect(),
        covariance: (0..width)
            .map(|i| (0..width).map(|j| spread.at(i, j) * scale(i).1 * scale(j).1).collect())
            .collect(),
    }
}

/// A row with its gaps filled by what is expected given the rest, and the covariance that is left of the gaps.
///
/// Sweeping the covariance matrix on an indicator turns its row and column into the coefficients by which it tells the others;
/// after all that are there, what is left belongs to those that are not.
fn expect(row: &[f64], centre: &[f64], spread: &Matrix) -> (Vec<f64>, Matrix) {
    let width = row.len();
    let mut swept = spread.clone();
    let mut known = vec![false; width];
    for (pivot, value) in row.iter().enumerate() {
        let diagonal = swept.at(pivot, pivot);
        if is_missing(*value) || diagonal <= NOTHING_LEFT {
            continue;
        }
        if let Some(known) = known.get_mut(pivot) {
            *known = true;
        }
        let column: Vec<f64> = (0..width).map(|position| swept.at(position, pivot)).collect();
        let across: Vec<f64> = (0..width).map(|position| swept.at(pivot, position)).collect();
        for (i, in_column) in column.iter().enumerate() {
            for (j, in_row) in across.iter().enumerate() {
                let value = match (i == pivot, j == pivot) {
                    (true, true) => -1.0 / diagonal,
                    (true, false) => in_row / diagonal,
                    (false, true) => in_column / diagonal,
                    (false, false) => swept.at(i, j) - in_column * in_row / diagonal,
                };
                swept.set(i, j, value);
            }
        }
    }
    let mut filled = row.to_vec();
    let mut rest = Matrix::zero(width, width);
    for (gap, value) in row.iter().enumerate().filter(|(_, value)| is_missing(**value)) {
        let told = known.iter().zip(row.iter().zip(centre)).enumerate().filter(|(_, (known, _))| **known);
        let from_others: f64 = told.map(|(position, (_, (x, centre)))| swept.at(gap, position) * (x - centre)).sum();
        if let Some(place) = filled.get_mut(gap) {
            *place = centre.get(gap).copied().unwrap_or(*value) + from_others;
        }
        for (other, value) in row.iter().enumerate() {
            if is_missing(*value) {
                rest.set(gap, other, swept.at(gap, other));
            }
        }
    }
    (filled, rest)
}

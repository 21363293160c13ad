//! Cronbach's alpha: whether several indicators measure one thing.

use crate::numeric::stats::{covariance, pearson};
use crate::numeric::{MISSING, Matrix, count};

/// Cronbach's alpha of columns as they are: from −∞ to 1, 1 when all say the same.
///
/// ```text
/// α = k² × mean covariance between different columns / Σ of all covariances = k/(k−1) (1 − Σ variances / Σ of all covariances)
/// ```
///
/// Each covariance is taken over the rows where both columns are available. Missing below two columns, or when they cancel out.
/// An indicator that runs against the others lowers it: turn it round first.
///
/// # Differs from
/// psych's, which is over complete rows; COINr agrees with this.
///
/// # Reference
/// Cronbach (1951), Psychometrika 16:297–334; OECD/JRC (2008), section 4.3.
#[must_use]
pub fn cronbach_alpha(columns: &[&[f64]]) -> f64 {
    alpha_of(columns, &|x, y| covariance(x, y, 1.0))
}

/// The same of standardised columns: alpha of the correlations.
#[must_use]
pub fn standardised_alpha(columns: &[&[f64]]) -> f64 {
    alpha_of(columns, &pearson)
}

/// Alpha without each column in turn: above alpha where a column does not belong.
#[must_use]
pub fn alpha_if_dropped(columns: &[&[f64]], alpha: fn(&[&[f64]]) -> f64) -> Vec<f64> {
    let without = |dropped: usize| -> Vec<&[f64]> {
        columns.iter().enumerate().filter(|(index, _)| *index != dropped).map(|(_, column)| *column).collect()
    };
    (0..columns.len()).map(|dropped| alpha(&without(dropped))).collect()
}

fn alpha_of(columns: &[&[f64]], of: &dyn Fn(&[f64], &[f64]) -> f64) -> f64 {
    let k = columns.len();
    let matrix = Matrix::of(k, k, |a, b| match (columns.get(a), columns.get(b)) {
        (Some(x), Some(y)) => of(x, y),
        _ => MISSING,
    });
    let total: f64 = matrix.rows().flatten().sum();
    let own: f64 = (0..k).map(|index| matrix.at(index, index)).sum();
    if k < 2 || total.abs() <= 0.0 { MISSING } else { count(k) / (count(k) - 1.0) * (1.0 - own / total) }
}

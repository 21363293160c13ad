//! Weights from principal components: the first one's loadings, or rotated factors as the Handbook has them.

use super::data::Data;
use super::data::shares;
use super::{Sibling, Weigh};
use crate::document::Fields;
use crate::error::{Code, Path, Problem, Unfit};
use crate::numeric::column::numbered;
use crate::numeric::stats::pearson;
use crate::numeric::{Matrix, count, present};
use crate::stage::{About, Parameters, plain_method};

/// The loadings of the first component, without their signs, as shares.
///
/// ```text
/// loading = eigenvector × √eigenvalue of the correlation matrix     w = |loading| / Σ |loading|
/// ```
///
/// Missing values are left out, pair by pair. A constant indicator weighs 0; when all are constant, all weigh the same.
///
/// # Differs from
/// COINr, which lets a weight be negative where an indicator runs against the others.
///
/// # Reference
/// OECD/JRC (2008), step 6.
#[must_use]
pub fn first(columns: &[&[f64]]) -> Vec<f64> {
    let (values, vectors) = correlations(columns).eigen();
    let length = values.first().copied().unwrap_or(0.0).max(0.0).sqrt();
    let entries = vectors.column(0);
    let loading = |index: usize| {
        let varies = columns.get(index).is_some_and(|column| present(pearson(column, column)).is_some());
        entries.get(index).map_or(0.0, |entry| if varies { (entry * length).abs() } else { 0.0 })
    };
    shares(&numbered(columns.len(), &loading))
}

/// Rotated factors and the weights they give.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// The rotated loadings, a row an indicator and a column a factor.
    pub loadings: Matrix,
    /// The variance that each factor explains, in indicators.
    pub explained: Vec<f64>,
    /// The factor that each indicator belongs to.
    pub factor: Vec<usize>,
    /// The weights, summing to 1.
    pub weights: Vec<f64>,
}

/// Weights by the factor that each indicator loads on most, after varimax rotation.
///
/// ```text
/// loadings = eigenvectors × √eigenvalues of the correlation matrix, the first `factors`, rotated
/// share = loading² / variance explained by the factor
/// w = largest share × the factor's part of the variance explained, rescaled to sum 1
/// ```
///
/// Without a number of factors, those whose eigenvalue is above 1 (Kaiser's rule), at least one. Order and sign of the factors are
/// arbitrary; weights do not depend on them. Missing values are left out, pair by pair. A constant indicator weighs 0.
///
/// # Differs from
/// psych, whose rotation stops early: its loadings differ by up to 5e-4.
///
/// # Errors
/// [`Unfit`] when there are more factors than indicators, or nothing varies.
///
/// # Reference
/// OECD/JRC (2008), step 6 and Tables 17 and 18; Nicoletti, Scarpetta and Boylaud (2000).
pub fn rotated(columns: &[&[f64]], factors: Option<usize>) -> Result<Factors, Unfit> {
    let (values, vectors) = correlations(columns).eigen();
    let kept = factors.unwrap_or_else(|| values.iter().filter(|value| **value > 1.0).count().max(1));
    if kept == 0 || kept > columns.len() {
        return Err(Unfit { indicator: None, found: count(kept), needs: "1 to as many factors as indicators" });
    }
    let root = |factor: usize| values.get(factor).copied().unwrap_or(0.0).max(0.0).sqrt();
    let raw = Matrix::of(columns.len(), kept, |row, factor| vectors.at(row, factor) * root(factor));
    let loadings = raw.varimax();
    let explained = numbered(kept, &|factor| loadings.column(factor).iter().map(|x| x * x).sum());
    let total: f64 = explained.iter().sum();
    if total <= 0.0 {
        return Err(Unfit { indicator: None, found: total, needs: "indicators that vary" });
    }
    let (mut factor, mut weights) = (Vec::new(), Vec::new());
    for row in loadings.rows() {
        let mut best = (0, -1.0, 0.0);
        for (place, (loading, explained)) in row.iter().zip(&explained).enumerate() {
            let share = crate::numeric::ratio(loading * loading, *explained);
            if share > best.1 {
                best = (place, share, *explained);
            }
        }
        factor.push(best.0);
        weights.push(best.1 * best.2 / total);
    }
    Ok(Factors { loadings, explained, factor, weights: shares(&weights) })
}

/// The correlation matrix; a column that does not vary correlates with none, itself included.
#[must_use]
pub fn correlations(columns: &[&[f64]]) -> Matrix {
    let size = columns.len();
    let of = |a: usize, b: usize| match (columns.get(a), columns.get(b)) {
        (Some(x), Some(y)) => present(pearson(x, y)).unwrap_or(0.0),
        _ => 0.0,
    };
    Matrix::of(size, size, of)
}

plain_method! {
    /// Weights by the first principal component: see [`first`].
    PrincipalComponent:
        "children that go with the first principal component weigh more",
        "|loading| / Σ |loading|",
        "OECD/JRC (2008), step 6"
}

impl Weigh for PrincipalComponent {
    fn weigh(&self, siblings: &[Sibling<'_>], _: &Path) -> Result<Vec<f64>, Problem> {
        Ok(first(&Data::of(siblings).columns))
    }

    fn uses_data(&self) -> bool {
        true
    }
}

/// Weights by rotated factors: see [`rotated`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct RotatedFactors {
    /// How many factors; none: those whose eigenvalue is above 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factors: Option<i32>,
}

impl Parameters for RotatedFactors {
    const ABOUT: About = About {
        meaning: "children weigh by the rotated factor that they belong to",
        formula: "largest loading² / explained × the factor's part of the variance",
        reference: "OECD/JRC (2008), step 6; Nicoletti et al. (2000)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { factors: fields.optional("factors") }
    }
}

impl Weigh for RotatedFactors {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        let factors = self.factors.map(|factors| usize::try_from(factors).unwrap_or(0));
        rotated(&Data::of(siblings).columns, factors).map(|factors| factors.weights).map_err(|unfit| {
            let problem = Problem::new(Code::WeightsImpossible, path.clone()).arg("method", "rotated-factors");
            problem.arg("reason", unfit.reason(None))
        })
    }

    fn uses_data(&self) -> bool {
        true
    }
}

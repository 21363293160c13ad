//! Principal components: how many things a set of indicators really measures.

use crate::numeric::stats::covariance;
use crate::numeric::{MISSING, Matrix, count};
use crate::weighting::components::correlations;

/// Principal components of a set of columns, the one that explains most first.
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    /// The variance of each component.
    pub eigenvalues: Vec<f64>,
    /// The share of all variance that each explains; they sum to 1.
    pub explained: Vec<f64>,
    /// The unit eigenvectors, a row a column of the data and a column a component; their sign is arbitrary.
    pub vectors: Matrix,
}

/// The components of the correlations (`standardised`) or of the covariances of columns, taken over the rows where both are
/// available.
///
/// A column that does not vary is a component of its own that explains nothing.
///
/// # Reference
/// OECD/JRC (2008), section 4.2; Jolliffe (2002), Principal Component Analysis.
#[must_use]
pub fn principal_components(columns: &[&[f64]], standardised: bool) -> Components {
    let size = columns.len();
    let matrix = if standardised {
        correlations(columns)
    } else {
        Matrix::of(size, size, |a, b| match (columns.get(a), columns.get(b)) {
            (Some(x), Some(y)) => covariance(x, y, 1.0),
            _ => MISSING,
        })
    };
    let (eigenvalues, vectors) = matrix.eigen();
    let total: f64 = eigenvalues.iter().sum();
    let explained = eigenvalues.iter().map(|value| if total > 0.0 { value / total } else { 1.0 / count(size) });
    Components { explained: explained.collect(), eigenvalues, vectors }
}

impl Components {
    /// The loadings: eigenvectors times the roots of the eigenvalues; of standardised columns, their correlations with the
    /// components.
    #[must_use]
    pub fn loadings(&self) -> Matrix {
        let root = |component: usize| self.eigenvalues.get(component).copied().unwrap_or(0.0).max(0.0).sqrt();
        Matrix::of(self.vectors.height(), self.vectors.width(), |row, component| {
            self.vectors.at(row, component) * root(component)
        })
    }
}

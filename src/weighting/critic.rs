//! CRITIC: how much an indicator varies, and how little the others say the same.

use super::data::{is_higher, min_max, shares};
use crate::numeric::present;
use crate::numeric::stats::{pearson, sd, spearman};

/// Which correlation is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Correlation {
    /// Pearson's, of the values.
    #[default]
    Pearson,
    /// Spearman's, of their ranks.
    Spearman,
}

/// Contrast times conflict, as shares.
///
/// ```text
/// n = min–max of x, turned round where lower is better     C = sd(n) Σₖ (1 − r(n, nₖ))     w = C / Σ C
/// ```
///
/// `higher` says which way each indicator is better; empty, directions are ignored. Missing values are left out, pair by pair. A
/// constant indicator weighs 0 and conflicts with nobody. Where no two conflict, those that vary weigh the same; where none varies, all
/// do.
///
/// # Differs from
/// pymcdm, which ignores directions: so does this with `higher` empty. scikit-criteria and pyDecision turn columns round;
/// pyDecision adds 1e-10 to each range, which shows on small data.
///
/// # Reference
/// Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22:763–770.
#[must_use]
pub fn weights(columns: &[&[f64]], higher: &[bool], correlation: Correlation) -> Vec<f64> {
    let turned: Vec<Vec<f64>> =
        columns.iter().enumerate().map(|(index, column)| min_max(column, is_higher(higher, index))).collect();
    let of = match correlation {
        Correlation::Pearson => pearson,
        Correlation::Spearman => spearman,
    };
    let contrast: Vec<f64> = turned.iter().map(|column| sd(column, 1.0)).collect();
    let conflict = |column: &Vec<f64>| -> f64 {
        turned.iter().filter_map(|other| present(of(column, other))).map(|r| 1.0 - r).sum()
    };
    let both: Vec<f64> = turned.iter().zip(&contrast).map(|(column, contrast)| contrast * conflict(column)).collect();
    // Indicators that all say the same do not conflict: those that vary share the weight.
    let varies = |contrast: &f64| f64::from(u8::from(*contrast > 0.0));
    if both.iter().any(|own| *own > 1e-12) { shares(both.into_iter()) } else { shares(contrast.iter().map(varies)) }
}

//! ELECTRE I: the units that nobody outranks.

use super::outranking::{Outranking, outranking, reaches};
use super::table::Table;
use super::topsis::Scaling;

/// What ELECTRE I says.
#[derive(Debug, Clone, PartialEq)]
pub struct Electre1 {
    /// Concordance and discordance of each pair.
    pub pairs: Outranking,
    /// Whether row `a` outranks column `b`; nobody outranks itself.
    pub outranks: Vec<Vec<bool>>,
    /// The units that nobody outranks: a selection, not a ranking; empty where all stand in cycles.
    pub kernel: Vec<usize>,
}

/// The units that nobody outranks: `a` outranks `b` when enough weight agrees and nothing disagrees too much.
///
/// ```text
/// a outranks b:   C(a, b) ≥ p   and   D(a, b) ≤ q
/// ```
///
/// Weights should sum to 1. Equal units outrank each other, so neither is in the kernel when p and q admit it.
///
/// # Differs from
/// The graph-theoretic kernel, which resolves cycles; scikit-criteria's is this one.
///
/// # Reference
/// Roy (1968), RIRO 2:57–75; see [`outranking`] for C and D.
#[must_use]
pub fn electre_1(table: &Table<'_>, scaling: Scaling, p: f64, q: f64) -> Electre1 {
    let pairs = outranking(table, scaling);
    let units = table.units();
    let outranks: Vec<Vec<bool>> = (0..units)
        .map(|a| {
            let over = |b| a != b && reaches(pairs.concordance.at(a, b), p) && reaches(q, pairs.discordance.at(a, b));
            (0..units).map(over).collect()
        })
        .collect();
    let beaten = |unit: &usize| outranks.iter().any(|row| row.get(*unit) == Some(&true));
    let kernel = (0..units).filter(|unit| !beaten(unit)).collect();
    Electre1 { pairs, outranks, kernel }
}

//! Concordance and discordance: what the ELECTRE family compares every pair of units by.

use super::table::Table;
use super::topsis::Scaling;
use crate::numeric::column::mapped;
use crate::numeric::stats::extent;
use crate::numeric::{Matrix, ratio};

/// How far the indicators agree that row `a` is at least as good as column `b`, and how strongly one of them disagrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Outranking {
    /// The weights of the indicators on which `a` is at least as good as `b`.
    pub concordance: Matrix,
    /// The largest shortfall of `a` against `b`, as a share of the largest range of any indicator.
    pub discordance: Matrix,
}

/// Concordance and discordance of every pair, for ELECTRE I and II. The diagonals hold the sum of the weights and 0.
///
/// ```text
/// C(a, b) = Σ w where a is at least as good as b     D(a, b) = max(shortfall of a against b) / largest range
/// ```
///
/// Columns are scaled first; ranges and shortfalls are those of the scaled columns, weights as they are.
///
/// # Differs from
/// Texts that weigh the shortfalls or divide each by its own indicator's range; scikit-criteria agrees.
#[must_use]
pub fn outranking(table: &Table<'_>, scaling: Scaling) -> Outranking {
    let units = table.units();
    let mut concordance = Matrix::zero(units, units);
    let mut discordance = Matrix::zero(units, units);
    let mut widest = 0.0_f64;
    for criterion in table.criteria() {
        let divisor = scaling.divisor(criterion.column);
        let values = mapped(criterion.column, &|x| criterion.sign() * ratio(x, divisor));
        let (low, high) = extent(&values);
        widest = widest.max(high - low);
        for (a, own) in values.iter().enumerate() {
            for (b, other) in values.iter().enumerate() {
                if own >= other {
                    concordance.set(a, b, concordance.at(a, b) + criterion.weight);
                } else {
                    discordance.set(a, b, discordance.at(a, b).max(other - own));
                }
            }
        }
    }
    let discordance = Matrix::of(units, units, |a, b| ratio(discordance.at(a, b), widest));
    Outranking { concordance, discordance }
}

/// Whether a sum reaches a level, rounding aside.
pub(super) fn reaches(sum: f64, level: f64) -> bool {
    sum >= level - 1e-12
}

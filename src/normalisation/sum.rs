//! Share of the total.

use super::{Normalise, Placed, Raw};
use crate::stage::plain_method;

plain_method! {
    /// The value's share of the pool's total; where less is better, the reciprocal's of the reciprocals'.
    ///
    /// ```text
    /// more is better   share = x / Σ x
    /// less is better   share = (1 / x) / Σ (1 / x)
    /// ```
    ///
    /// Many units lie close to the lower end: the shares sum to 1. Needs values of at least 0, above 0 where less is better, and not all
    /// 0. Missing stays missing. Where that number is not above 0 every unit gets the middle, with a warning.
    ///
    /// # Differs from
    /// Scikit-criteria's `SumScaler` has no direction.
    ///
    /// # Reference
    /// pymcdm's `sum_normalization`.
    Sum:
        "share of the total",
        "x / Σ x; cost (1 / x) / Σ (1 / x)",
        "pymcdm sum_normalization"
}

impl Normalise for Sum {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (lowest, highest) = sample.ends();
        if sample.higher {
            let total: f64 = sample.pool.iter().sum();
            let needed = if lowest < 0.0 { lowest } else { highest };
            raw.by_positive(&sample, needed, &|x| x / total)
        } else {
            // Taken relative to the lowest, so that no reciprocal is too large for a number.
            let total: f64 = sample.pool.iter().map(|x| lowest / x).sum();
            raw.by_positive(&sample, lowest, &|x| lowest / x / total)
        }
    }
}

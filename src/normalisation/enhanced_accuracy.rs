//! One less the share of all distances from the best.

use super::{Normalise, Placed, Raw};
use crate::stage::plain_method;

plain_method! {
    /// One less the value's share of all distances from the best value of the pool.
    ///
    /// ```text
    /// more is better   share = 1 − (max − x) / Σ (max − x)
    /// less is better   share = 1 − (x − min) / Σ (x − min)
    /// ```
    ///
    /// Missing stays missing. Constants: when all values are one, every unit gets the middle, and the scorecard says so.
    ///
    /// # Reference
    /// Zeng et al. (2013), through pymcdm's `enhanced_accuracy_normalization`.
    EnhancedAccuracy:
        "one less the share of all distances from the best",
        "1 − (max − x) / Σ (max − x); cost 1 − (x − min) / Σ (x − min)",
        "Zeng et al. (2013)"
}

impl Normalise for EnhancedAccuracy {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (_, best) = sample.worst_and_best();
        let total: f64 = sample.pool.iter().map(|x| (best - x).abs()).sum();
        if total > 0.0 {
            raw.by(&sample, &|x| 1.0 - (best - x).abs() / total)
        } else {
            raw.in_the_middle(&sample, None)
        }
    }
}

//! A power of the ratio to the best value.

use super::{Normalise, Placed, Raw};
use crate::stage::plain_method;

plain_method! {
    /// A power of the ratio to the best value of the pool: the distance from the best counts for more.
    ///
    /// ```text
    /// more is better   share = (x / max)²
    /// less is better   share = (min / x)³
    /// ```
    ///
    /// Needs values above 0 (at least 0 where more is better, else the square would turn round). Missing stays missing. Where that number is not above 0 every unit gets the middle, with a warning.
    ///
    /// # Reference
    /// Peldschus et al. (1983), through pymcdm's `nonlinear_normalization`.
    NonLinear:
        "a power of the ratio to the best value",
        "(x / max)²; cost (min / x)³",
        "Peldschus et al. (1983)"
}

impl Normalise for NonLinear {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (lowest, _) = sample.ends();
        let (_, best) = sample.worst_and_best();
        if lowest < 0.0 {
            return raw.in_the_middle(&sample, Some(lowest));
        }
        raw.by_positive(&sample, best, &|x| {
            let ratio = if sample.higher { x / best } else { best / x };
            if sample.higher { ratio * ratio } else { ratio * ratio * ratio }
        })
    }
}

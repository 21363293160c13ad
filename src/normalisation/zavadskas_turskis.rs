//! Relative distance from the best.

use super::{Normalise, Placed, Raw};
use crate::stage::plain_method;

plain_method! {
    /// One less the distance from the best value of the pool, relative to it.
    ///
    /// ```text
    /// more is better   share = 1 − |max − x| / max
    /// less is better   share = 1 − |min − x| / min
    /// ```
    ///
    /// Needs a best value above 0. Missing stays missing. Where that number is not above 0 every unit gets the middle, with a warning.
    ///
    /// # Reference
    /// Zavadskas and Turskis (2008), Technological and Economic Development of Economy 14.
    ZavadskasTurskis:
        "one less the relative distance from the best",
        "1 − |max − x| / max; cost 1 − |min − x| / min",
        "Zavadskas and Turskis (2008)"
}

impl Normalise for ZavadskasTurskis {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (_, best) = sample.worst_and_best();
        raw.by_positive(&sample, best, &|x| 1.0 - (best - x).abs() / best)
    }
}

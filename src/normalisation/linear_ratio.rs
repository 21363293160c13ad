//! Ratio to the best value.

use super::{Normalise, Placed, Raw};
use crate::stage::plain_method;

plain_method! {
    /// The ratio to the best value of the pool.
    ///
    /// ```text
    /// more is better   share = x / max
    /// less is better   share = min / x
    /// ```
    ///
    /// Needs a best value above 0. Missing stays missing. Where that number is not above 0 every unit gets the middle, with a warning.
    ///
    /// # Reference
    /// pymcdm's `linear_normalization`, scikit-criteria's `BenefitCostInverter`.
    Linear:
        "ratio to the best value",
        "x / max; cost min / x",
        "Hwang and Yoon (1981), linear scale transformation"
}

impl Normalise for Linear {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (_, best) = sample.worst_and_best();
        raw.by_positive(&sample, best, &|x| if sample.higher { x / best } else { best / x })
    }
}

//! Ratio to the highest value.

use super::{Normalise, Placed, Raw};
use crate::stage::plain_method;

plain_method! {
    /// The ratio to the highest value of the pool: a ratio scale with its own zero is meant, degrees Celsius give another order than
    /// degrees Fahrenheit.
    ///
    /// ```text
    /// more is better   share = x / max
    /// less is better   share = 1 − x / max
    /// ```
    ///
    /// Needs a highest value above 0; a negative value lies below the scale, counts as its lower end, and is said. Missing stays missing. Where that number is not above 0 every unit gets the middle, with a warning.
    ///
    /// # Differs from
    /// COINr's `n_fracmax` negates what is better lower and has no place for it; the formula for it is pymcdm's `max_normalization`.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 5 and Table 14.
    FractionOfMaximum:
        "ratio to the highest value",
        "x / max; cost 1 − x / max",
        "COINr n_fracmax; pymcdm max"
}

impl Normalise for FractionOfMaximum {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (_, highest) = sample.ends();
        raw.by_positive(&sample, highest, &|x| if sample.higher { x / highest } else { 1.0 - x / highest })
    }
}

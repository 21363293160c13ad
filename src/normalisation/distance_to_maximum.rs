//! Distance from the best value of the data.

use super::{Normalise, Placed, Raw, min_max::MinMax};
use crate::stage::plain_method;

plain_method! {
    /// One less the distance from the best value of the pool, in ranges: [min–max](super::min_max) in other words, and the same numbers.
    ///
    /// ```text
    /// share = 1 − (max − x) / (max − min)
    /// ```
    ///
    /// Where less is better: 1 − (x − min) / (max − min). Missing stays missing. Constants: when all values are one, every unit gets the middle, and the scorecard says so.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 5; COINr's `n_dist2max`, which has no direction.
    DistanceToMaximum:
        "one less the distance from the best value, in ranges",
        "1 − (max − x) / (max − min)",
        "OECD/JRC (2008), step 5; COINr n_dist2max"
}

impl Normalise for DistanceToMaximum {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        MinMax {}.place(raw)
    }
}

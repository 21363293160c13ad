//! Share of the length of the vector.

use super::{Normalise, Placed, Raw};
use crate::stage::plain_method;

plain_method! {
    /// The value divided by the length of the pool's vector, as in TOPSIS.
    ///
    /// ```text
    /// more is better   share = x / √Σ x²
    /// less is better   share = 1 − x / √Σ x²
    /// ```
    ///
    /// A negative value of which more is better lies below the scale, counts as its lower end, and is said. Needs a length above 0, and a
    /// unit is moved by adding others. Missing stays missing. Where that number is not above 0 every unit gets the middle, with a warning.
    ///
    /// # Differs from
    /// Scikit-criteria's `VectorScaler` has no direction: it divides what its inverter gave.
    ///
    /// # Reference
    /// Hwang and Yoon (1981); pymcdm's `vector_normalization`.
    Vector:
        "share of the root of the sum of squares",
        "x / √Σ x²; cost 1 − x / √Σ x²",
        "Hwang and Yoon (1981)"
}

impl Normalise for Vector {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (lowest, highest) = sample.ends();
        let largest = highest.max(-lowest);
        // Taken relative to the largest, so that no square is too small or too large for a number.
        let length = largest * sample.pool.iter().map(|x| (x / largest) * (x / largest)).sum::<f64>().sqrt();
        raw.by_positive(&sample, largest, &|x| if sample.higher { x / length } else { 1.0 - x / length })
    }
}

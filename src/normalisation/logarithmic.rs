//! Share of the logarithm of the product.

use super::{Normalise, Placed, Raw};
use crate::numeric::count;
use crate::numeric::float::ln;
use crate::stage::plain_method;

plain_method! {
    /// The logarithm's share of the sum of the pool's logarithms.
    ///
    /// ```text
    /// more is better   share = ln x / Σ ln x
    /// less is better   share = (1 − ln x / Σ ln x) / (n − 1)
    /// ```
    ///
    /// Needs values above 0 and a sum of logarithms above 0, which values of at least 1 have; a value below 1 of which more is better
    /// lies below the scale, counts as its lower end, and is said. Missing stays missing. Where that number is not above 0 every unit gets the middle, with a warning. A single unit gets the middle.
    ///
    /// # Reference
    /// Zavadskas and Turskis (2008); pymcdm's `logarithmic_normalization`.
    Logarithmic:
        "share of the sum of logarithms",
        "ln x / Σ ln x; cost (1 − ln x / Σ ln x) / (n − 1)",
        "Zavadskas and Turskis (2008); pymcdm logarithmic"
}

impl Normalise for Logarithmic {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (lowest, _) = sample.ends();
        let total: f64 = sample.pool.iter().map(|x| ln(*x)).sum();
        let others = count(sample.pool.len()) - 1.0;
        if others <= 0.0 {
            return raw.in_the_middle(&sample, None);
        }
        let needed = if lowest > 0.0 { total } else { lowest };
        raw.by_positive(&sample, needed, &|x| {
            let share = ln(x) / total;
            if sample.higher { share } else { (1.0 - share) / others }
        })
    }
}

//! The weighted median.

use super::children::sort_falling;
use super::{Aggregate, Children};
use crate::stage::plain_method;

plain_method! {
    /// The weighted median: the value with half of the weight on either side, whatever the extremes.
    ///
    /// ```text
    /// y: the value at which the weights of the children, sorted, pass half of their sum; the mean of two where they reach it exactly
    /// ```
    ///
    /// With equal weights the usual median. On the scale of its children. Missing values as [`Missing`](super::Missing) says; never
    /// zero.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 7.
    Median:
        "weighted median: whatever the extremes",
        "half of the weight on either side",
        "OECD/JRC (2008), step 7"
}

impl Aggregate for Median {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        children.each(out, &mut |parts| {
            sort_falling(parts);
            let half = parts.iter().map(|part| part.weight).sum::<f64>() / 2.0;
            let mut passed = 0.0;
            let mut upper = None;
            for part in parts.iter() {
                if let Some(upper) = upper {
                    return f64::midpoint(upper, part.value);
                }
                passed += part.weight;
                // Reached exactly, rounding aside: the next value counts as much.
                if (passed - half).abs() <= 1e-12 * half {
                    upper = Some(part.value);
                } else if passed > half {
                    return part.value;
                }
            }
            upper.unwrap_or(crate::numeric::MISSING)
        });
    }

    fn adds_up(&self) -> bool {
        false
    }
}

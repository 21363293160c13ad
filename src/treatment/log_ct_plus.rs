//! The same, mirrored where the values are skewed the other way.

use super::log_ct::log_ct;
use super::{Bend, Curve, Treat};
use crate::numeric::stats::skewness;
use crate::stage::plain_method;

plain_method! {
    /// [`log-ct`](super::log_ct) where the values are skewed to the right, its mirror image where they are not.
    ///
    /// ```text
    /// skewness > 0   y = ln(x − min + a)        a = 0.01 × (max − min)
    /// otherwise      y = −ln(max + a − x)
    /// ```
    ///
    /// Symmetric values are not skewed, whatever rounding says. Missing stays missing. Constants, and values of units that are not ranked beyond those that are, count as the nearest that is.
    /// The values leave their unit of measure.
    ///
    /// # Reference
    /// COINr's `log_CT_plus`.
    LogCtPlus:
        "the same, mirrored where the values are skewed the other way",
        "skewness > 0: ln(x − min + a); else −ln(max + a − x); a = (max − min) / 100",
        "COINr log_CT_plus"
}

/// Skewness, a pure number, that symmetric values have by rounding.
const ROUNDING: f64 = 1e-9;

impl Treat for LogCtPlus {
    fn fit(&self, values: &[f64]) -> Curve {
        let Some((lower, upper)) = values.first().zip(values.last()) else { return Curve::default() };
        let mirrored = Bend::MirroredLog { from: *upper, add: 0.01 * (upper - lower) };
        Curve::bent(values, if skewness(values) > ROUNDING { log_ct(values) } else { mirrored })
    }

    fn bends(&self) -> bool {
        true
    }
}

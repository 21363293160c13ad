//! A logarithm shifted by a hundredth of the range.

use super::{Bend, Curve, Treat};
use crate::stage::plain_method;

plain_method! {
    /// The logarithm of the distance from the lowest value and a hundredth of the range more.
    ///
    /// ```text
    /// y = ln(x − min + 0.01 × (max − min))
    /// ```
    ///
    /// Missing stays missing. Constants, and values of units that are not ranked beyond those that are, count as the nearest that is.
    /// The values leave their unit of measure.
    ///
    /// # Reference
    /// COINr's `log_CT`; the COIN Tool of the Joint Research Centre.
    LogCt:
        "logarithm, shifted by a hundredth of the range",
        "ln(x − min + (max − min) / 100)",
        "COINr log_CT; COIN Tool"
}

impl Treat for LogCt {
    fn fit(&self, values: &[f64]) -> Curve {
        Curve::bent(values, log_ct(values))
    }

    fn bends(&self) -> bool {
        true
    }
}

/// The logarithm, for values that rise.
pub(super) fn log_ct(values: &[f64]) -> Bend {
    let (lower, upper) = values.first().zip(values.last()).map_or((0.0, 0.0), |(lower, upper)| (*lower, *upper));
    Bend::Log { from: lower, add: 0.01 * (upper - lower) }
}

//! A logarithm shifted so that the lowest value is 0.

use super::{Bend, Curve, Treat};
use crate::stage::plain_method;

plain_method! {
    /// The logarithm of the distance from the lowest value and one more: what it does depends on the unit of measure.
    ///
    /// ```text
    /// y = ln(x − min + 1)
    /// ```
    ///
    /// Missing stays missing. Constants, and values of units that are not ranked beyond those that are, count as the nearest that is.
    /// The values leave their unit of measure.
    ///
    /// # Reference
    /// COINr's `log_CT_orig`.
    LogShiftOne:
        "logarithm, shifted so that the lowest value becomes 0",
        "ln(x − min + 1)",
        "COINr log_CT_orig"
}

impl Treat for LogShiftOne {
    fn fit(&self, values: &[f64]) -> Curve {
        let lower = values.first().copied().unwrap_or_default();
        Curve::bent(values, Bend::Log { from: lower, add: 1.0 })
    }

    fn bends(&self) -> bool {
        true
    }
}

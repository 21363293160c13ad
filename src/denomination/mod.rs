//! Values become comparable between large and small units.
//!
//! | method | file | value |
//! |---|---|---|
//! | `none` | [`none`] | as it is |
//! | `by-indicator` | [`by_indicator`] | divided by another indicator's value |

pub mod by_indicator;
pub mod none;

use crate::framework::NodeId;
use crate::stage::stage;

/// What every denomination does.
pub trait Denominate {
    /// The indicator whose values divide, if any.
    fn by(&self) -> Option<&NodeId> {
        None
    }

    /// A value by its divisor; missing where either is missing, or nothing can be divided by it.
    fn denominate(&self, value: f64, _divisor: f64) -> f64 {
        value
    }

    /// Whether a divisor that is missing, or not above 0, stops the scoring instead of leaving the value missing.
    fn refuses(&self, _divisor: f64) -> bool {
        false
    }
}

stage! {
    /// What values are divided by.
    Denomination: Denominate {
        None(none::None) = "none",
        ByIndicator(by_indicator::ByIndicator) = "by-indicator",
    }
}

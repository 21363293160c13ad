//! Second stage: which units and periods hold too little to be ranked.
//!
//! | method | file | not ranked |
//! |---|---|---|
//! | `minimum-coverage` | [`minimum_coverage`] | units and periods below a share of the framework's indicators |

pub mod minimum_coverage;

use crate::stage::stage;

/// How many of the framework's indicators are observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Available {
    /// Indicators with a value after combination.
    pub observed: usize,
    /// Indicators of the framework.
    pub expected: usize,
}

impl Available {
    /// The share observed, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.expected == 0 {
            0.0
        } else {
            crate::numeric::count(self.observed) / crate::numeric::count(self.expected)
        }
    }
}

/// What every screening does.
pub trait Screen {
    /// The least share of indicators that a unit must have, 0 to 1.
    fn unit_minimum(&self) -> f64;

    /// The least share of indicators that must have any value in a period, 0 to 1.
    fn period_minimum(&self) -> f64;
}

stage! {
    /// Which units and periods are ranked.
    Screening: Screen {
        MinimumCoverage(minimum_coverage::MinimumCoverage) = "minimum-coverage",
    }
}

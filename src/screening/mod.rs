//! Second stage: which units, indicators and periods hold too little to be used.
//!
//! | method | file | left out |
//! |---|---|---|
//! | `minimum-coverage` | [`minimum_coverage`] | units, indicators and periods with too few values, or too many zeros |

pub mod minimum_coverage;

use crate::numeric::{count, is_missing};
use crate::stage::stage;

/// How many values are there: of the framework's indicators for a unit, of the units for an indicator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Available {
    /// With a value after combination.
    pub observed: usize,
    /// All of them.
    pub expected: usize,
}

/// How many values of a unit or an indicator are there, and how many of them are 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Availability {
    /// How many are there of how many.
    pub available: Available,
    /// How many are 0.
    pub zeros: usize,
}

impl Available {
    /// The share observed, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.expected == 0 { 0.0 } else { count(self.observed) / count(self.expected) }
    }
}

impl Availability {
    /// Counts a row or a column.
    #[must_use]
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut counted = Self::default();
        for value in values {
            counted.available.expected += 1;
            counted.available.observed += usize::from(!is_missing(value));
            counted.zeros += usize::from(value.abs() <= 0.0);
        }
        counted
    }

    /// The share of the values there that are not 0, 0 to 1; 1 where there is none.
    #[must_use]
    pub fn share_not_zero(self) -> f64 {
        if self.available.observed == 0 { 1.0 } else { 1.0 - count(self.zeros) / count(self.available.observed) }
    }

    /// Whether both shares reach the least ones: of values there, and of those that are not 0.
    #[must_use]
    pub fn reaches(self, (available, not_zero): (f64, f64)) -> bool {
        self.available.share() >= available && self.share_not_zero() >= not_zero
    }
}

/// The least shares that are kept, 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Minimum {
    /// Of the indicators that must have any value in a period.
    pub period: f64,
    /// Of the indicators that a unit must have, and of its values that must not be 0.
    pub unit: (f64, f64),
    /// Of the units that an indicator must have, and of its values that must not be 0.
    pub indicator: (f64, f64),
}

impl Minimum {
    /// Whether it looks at values, not only at whether they are there.
    #[must_use]
    pub fn looks_at_values(self) -> bool {
        self.unit.1 > 0.0 || self.indicator.1 > 0.0
    }
}

/// What every screening does.
pub trait Screen {
    /// The least shares that are kept.
    fn minimum(&self) -> Minimum;
}

stage! {
    /// Which units, indicators and periods are used.
    Screening: Screen {
        MinimumCoverage(minimum_coverage::MinimumCoverage) = "minimum-coverage",
    }
}

//! First stage: raters, members and years become one value for a period.
//!
//! First [raters] become one value, then [members] become the partnership's, and then the years:
//!
//! | method | file | value of a unit in a period |
//! |---|---|---|
//! | `value` | [`value`] | the period's own |
//! | `latest` | [`latest`] | the newest of the last years, with its age |
//! | `mean` | [`mean`] | mean over a window of years |
//! | `sum` | [`sum`] | sum over a window of years |

pub mod latest;
pub mod mean;
pub mod members;
pub mod raters;
pub mod sum;
pub mod value;
mod window;

use std::ops::Range;

use crate::error::{Path, Problem};
use crate::numeric::MISSING;
use crate::stage::stage;

pub use members::Members;
pub use raters::Raters;
pub use window::Window;

/// One unit's observations of one indicator, over all periods.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// The periods, rising.
    pub periods: &'a [i32],
    /// One value a period, missing where nothing was observed.
    pub values: &'a [f64],
    /// The period asked about.
    pub period: i32,
}

/// One value for the period, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// In the indicator's unit of measure; missing when the method's demands are not met.
    pub value: f64,
    /// The positions in the series between which the observations looked at lie: every present one among them was used, or was not
    /// enough when the value is missing.
    pub used: Range<usize>,
    /// How many observations were used.
    pub observed: usize,
    /// How many were wanted.
    pub wanted: usize,
    /// Years between the period and the newest observation used.
    pub age: i32,
}

impl Combined {
    /// No value.
    #[must_use]
    pub fn missing() -> Self {
        Self { value: MISSING, used: 0..0, observed: 0, wanted: 0, age: 0 }
    }
}

/// What every combination does.
pub trait Combine {
    /// The value of a series in its period.
    ///
    /// Missing: what a method cannot tell stays missing, never zero.
    fn combine(&self, series: &Series<'_>) -> Combined;

    /// What is impossible about the parameters, if anything.
    fn check(&self, _path: &Path) -> Option<Problem> {
        None
    }
}

stage! {
    /// How the observations of several periods become one value.
    Combination: Combine {
        Value(value::Value) = "value",
        Latest(latest::Latest) = "latest",
        Mean(mean::Mean) = "mean",
        Sum(sum::Sum) = "sum",
    }
}

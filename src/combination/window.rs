//! The last years up to a period, shared by the methods that look back.

use std::ops::Range;

use super::Series;
use crate::document::{Decoder, Fields, Value};
use crate::error::{Code, Path, Problem};
use crate::limits;

/// A window of years ending with the period, and how many of them must be observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Window {
    /// Its length in years, the period's own included; 1 to [`limits::WINDOW_YEARS`].
    pub years: u32,
    /// The least number of years observed, 1 to `years`, the period's own among them.
    pub minimum: u32,
}

impl Default for Window {
    fn default() -> Self {
        Self { years: 1, minimum: 1 }
    }
}

impl Window {
    /// Reads `years` and `minimum`; all years are needed when no minimum is given.
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let years = fields.required_with("years", whole_years);
        let minimum = fields.with("minimum", whole_years).unwrap_or(years);
        Self { years, minimum }
    }

    /// What is impossible about it, if anything.
    pub(super) fn check(self, path: &Path) -> Option<Problem> {
        let possible = (1..=limits::WINDOW_YEARS).contains(&self.years) && (1..=self.years).contains(&self.minimum);
        let problem = || Problem::new(Code::WindowImpossible, path.clone());
        (!possible).then(|| problem().arg("years", f64::from(self.years)).arg("minimum", f64::from(self.minimum)))
    }

    /// The positions of the years before and at the period.
    pub(super) fn positions(self, series: &Series<'_>) -> Range<usize> {
        positions(self.years, series)
    }
}

/// The positions in a series of the `years` years that end with its period.
pub(super) fn positions(years: u32, series: &Series<'_>) -> Range<usize> {
    let first = series.period.saturating_sub(i32::try_from(years).unwrap_or(i32::MAX)).saturating_add(1);
    let from = series.periods.partition_point(|period| *period < first);
    let to = series.periods.partition_point(|period| *period <= series.period);
    from..to.max(from)
}

/// Reads a number of years; a negative one becomes 0, which no method accepts.
pub(super) fn whole_years(value: &Value, decoder: &mut Decoder) -> u32 {
    let years = <i32 as crate::document::Decode>::decode(value, decoder);
    u32::try_from(years).unwrap_or(0)
}

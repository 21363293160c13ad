//! The mean over a window of years.

use super::{Combine, Combined, Series, Window};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::numeric::{MISSING, count, is_missing};
use crate::stage::{About, Parameters};

/// The mean of the observed years of a window that ends with the period.
///
/// ```text
/// y(t) = mean of x(s) over the observed years s with t − years < s ≤ t
/// ```
///
/// Missing: unless the period's own year and at least `minimum` years are observed. A year that is not observed does not count
/// as zero; a window with gaps is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Mean {
    /// The window.
    pub window: Window,
}

impl Parameters for Mean {
    const ABOUT: About =
        About { meaning: "mean over the last years", formula: "mean of x(s), t − years < s ≤ t", reference: "–" };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { window: Window::read(fields) }
    }
}

impl Combine for Mean {
    fn combine(&self, series: &Series<'_>) -> Combined {
        times_mean(1, self.window, series)
    }

    fn check(&self, path: &Path) -> Option<Problem> {
        self.window.check(path)
    }
}

/// The mean of a window times a whole number; missing where the window's demands are not met.
pub(super) fn times_mean(times: u32, window: Window, series: &Series<'_>) -> Combined {
    let used = window.positions(series);
    let wanted = usize::try_from(window.years).unwrap_or(usize::MAX);
    let own_year_is_last = used.end.checked_sub(1).and_then(|last| series.periods.get(last)) == Some(&series.period);
    let values = series.values.get(used.clone()).unwrap_or_default();
    let own_year_observed = own_year_is_last && values.last().is_some_and(|value| !is_missing(*value));
    let observed = values.iter().filter(|value| !is_missing(**value)).count();
    if !own_year_observed || observed < usize::try_from(window.minimum).unwrap_or(usize::MAX) {
        return Combined { value: MISSING, used, observed, wanted, age: 0 };
    }
    let present = || values.iter().copied().filter(|value| !is_missing(*value));
    let sum: f64 = present().sum();
    let factor = f64::from(times);
    // As many times the mean as there are values is their sum, without rounding there and back.
    let scaled = if usize::try_from(times) == Ok(observed) { sum } else { sum * factor / count(observed) };
    // A mean lies between its values: rounding must not make a constant vary with the number of years observed.
    let (lowest, highest) = (present().fold(f64::INFINITY, f64::min), present().fold(f64::NEG_INFINITY, f64::max));
    let value = scaled.max(lowest * factor).min(highest * factor);
    // −0 is 0.
    Combined { value: value + 0.0, used, observed, wanted, age: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64], period: i32, years: u32, minimum: u32) -> Combined {
        let periods = [2000, 2001, 2002, 2003];
        Mean { window: Window { years, minimum } }.combine(&Series { periods: &periods, values, period })
    }

    #[test]
    fn a_window_with_gaps_averages_what_is_there_and_says_so() {
        let combined = mean(&[1.0, MISSING, 4.0, 9.0], 2002, 3, 2);
        assert_eq!(combined, Combined { value: 2.5, used: 0..3, observed: 2, wanted: 3, age: 0 });
    }

    #[test]
    fn without_its_own_year_or_the_minimum_it_is_missing() {
        assert!(mean(&[1.0, 2.0, MISSING, 9.0], 2002, 3, 1).value.is_nan());
        assert!(mean(&[MISSING, MISSING, 4.0, 9.0], 2002, 3, 2).value.is_nan());
        assert!(mean(&[1.0, 2.0, 3.0, 4.0], 2007, 3, 1).value.is_nan());
    }
}

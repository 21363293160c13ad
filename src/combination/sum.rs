//! The sum over a window of years.

use super::{Combine, Combined, Series, Window, mean};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::stage::{About, Parameters};

/// The sum over a window of years that ends with the period.
///
/// ```text
/// y(t) = years × mean of x(s) over the observed years s with t − years < s ≤ t
/// ```
///
/// With all years observed that is their sum; with gaps it is what is there, scaled to the window's length, and said, since a year
/// that is not observed is not a year of zero.
///
/// Range: any finite numbers, in the indicator's unit of measure, and so is the result. Missing: unless the period's own year and at
/// least `minimum` years are observed; what was observed all the same is said.
///
/// # Errors
/// [`Code::WindowImpossible`](crate::Code::WindowImpossible) for a window of no or too many years, or a minimum it cannot reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Sum {
    /// The window.
    pub window: Window,
}

impl Parameters for Sum {
    const ABOUT: About =
        About { meaning: "sum over the last years", formula: "Σ x(s), t − years < s ≤ t", reference: "–" };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { window: Window::read(fields) }
    }
}

impl Combine for Sum {
    fn combine(&self, series: &Series<'_>) -> Combined {
        mean::times_mean(self.window.years, self.window, series)
    }

    fn check(&self, path: &Path) -> Option<Problem> {
        self.window.check(path)
    }
}

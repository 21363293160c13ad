//! The newest value of the last years, with its age.

use super::{Combine, Combined, Series, window};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::numeric::is_missing;
use crate::stage::{About, Parameters};

/// The newest value observed in the last `years` years, the period's own included; its age is said.
///
/// ```text
/// y(t) = x(s), s the newest observed year with t − years < s ≤ t
/// ```
///
/// In the indicator's unit of measure. Missing: when none of these years is observed.
///
/// # Errors
/// [`Code::WindowImpossible`](crate::Code::WindowImpossible) for a window of no or too many years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Latest {
    /// How many years back it looks, the period's own included: 6 allows an age of 0 to 5.
    pub years: u32,
}

impl Default for Latest {
    fn default() -> Self {
        Self { years: 1 }
    }
}

impl Parameters for Latest {
    const ABOUT: About = About {
        meaning: "the newest of the last years, its age said",
        formula: "x(s), s the newest year observed, t − years < s ≤ t",
        reference: "–",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { years: fields.required_with("years", window::whole_years) }
    }
}

impl Combine for Latest {
    fn combine(&self, series: &Series<'_>) -> Combined {
        let positions = window::positions(self.years, series);
        let within = series.periods.iter().zip(series.values).enumerate().take(positions.end).skip(positions.start);
        let newest = within.rev().find(|(_, (_, value))| !is_missing(**value));
        let Some((position, (period, value))) = newest else { return Combined::missing() };
        Combined { value: *value, used: position..position + 1, observed: 1, wanted: 1, age: series.period - period }
    }

    fn check(&self, path: &Path) -> Option<Problem> {
        super::Window { years: self.years, minimum: 1 }.check(path)
    }
}

//! A value function: flat, steep, flat.

use super::linear::Ends;
use super::{Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::framework::Indicator;
use crate::limits;
use crate::numeric::float::exp;
use crate::stage::{About, Parameters};

/// Flat, steep, flat between two fixed raw values: little is gained before a threshold and little after it.
///
/// ```text
/// share = (g(t) − g(0)) / (g(1) − g(0))      g(t) = 1 / (1 + e^(−k (t − m))),  t = (x − lower) / (upper − lower)
/// ```
///
/// `steepness` k, 10 unless said; `midpoint` m, the share of the way where it is steepest, 0.5 unless said. Where less is better the
/// values are turned round, where there is a target their distance on the curve counts. A value beyond an end counts as that end.
/// Missing stays missing.
///
/// # Errors
/// As [goalposts](super::goalposts).
///
/// # Reference
/// Keeney and Raiffa (1976), Decisions with Multiple Objectives; the logistic function.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct SShaped {
    /// The method's own ends; where absent, the framework's suggestion.
    #[serde(flatten)]
    pub ends: Ends,
    /// Where it is steepest, as a share of the way from the lower to the upper end, 0 to 1.
    pub midpoint: f64,
    /// How steep it is there, above 0.
    pub steepness: f64,
}

impl Default for SShaped {
    fn default() -> Self {
        Self { ends: Ends::default(), midpoint: 0.5, steepness: 10.0 }
    }
}

impl Parameters for SShaped {
    const ABOUT: About = About {
        meaning: "a value function, flat, steep, flat",
        formula: "1 / (1 + e^(−k (t − m))), from 0 to 1",
        reference: "Keeney and Raiffa (1976)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let steepness =
            fields.with("steepness", |value, decoder| decoder.number_within(value, 1e-3, limits::STEEPNESS));
        let midpoint = fields.with("midpoint", |value, decoder| decoder.number_within(value, 0.0, 1.0));
        Self { ends: Ends::read(fields), midpoint: midpoint.unwrap_or(0.5), steepness: steepness.unwrap_or(10.0) }
    }
}

impl SShaped {
    /// How high a share of the way from the lower to the upper end lies; only its shape counts, the ends become those of the scale.
    fn curve(self, way: f64) -> f64 {
        1.0 / (1.0 + exp(-self.steepness * (way - self.midpoint)))
    }
}

impl Normalise for SShaped {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        self.ends.place(raw, &|way| self.curve(way))
    }

    fn reads_framework(&self) -> bool {
        self.ends.reads_framework()
    }

    fn check(&self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        self.ends.check_curve(indicator, path, &|way| self.curve(way))
    }
}

//! A value function: steep at first, then ever flatter.

use super::linear::Ends;
use super::{Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::framework::Indicator;
use crate::limits;
use crate::numeric::float::exp;
use crate::stage::{About, Parameters};

/// Steep at first, then ever flatter, between two fixed raw values: each further step counts less.
///
/// ```text
/// share = (1 − e^(−c t)) / (1 − e^(−c))      t = (x − lower) / (upper − lower)
/// ```
///
/// `curvature` c, 3 unless said: at the lower end the curve is e^c times as steep as at the upper. Where less is better the values are
/// turned round, where there is a target their distance on the curve counts. A value beyond an end counts as that end. Missing stays
/// missing.
///
/// # Errors
/// As [goalposts](super::goalposts).
///
/// # Reference
/// Keeney and Raiffa (1976), Decisions with Multiple Objectives: constant risk aversion.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Saturating {
    /// The method's own ends; where absent, the framework's suggestion.
    #[serde(flatten)]
    pub ends: Ends,
    /// How much steeper it is at first, above 0.
    pub curvature: f64,
}

impl Default for Saturating {
    fn default() -> Self {
        Self { ends: Ends::default(), curvature: 3.0 }
    }
}

impl Parameters for Saturating {
    const ABOUT: About = About {
        meaning: "a value function, steep at first and then ever flatter",
        formula: "(1 − e^(−c t)) / (1 − e^(−c))",
        reference: "Keeney and Raiffa (1976)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let curvature =
            fields.with("curvature", |value, decoder| decoder.number_within(value, 1e-3, limits::STEEPNESS));
        Self { ends: Ends::read(fields), curvature: curvature.unwrap_or(3.0) }
    }
}

impl Saturating {
    /// How high a share of the way from the lower to the upper end lies; only its shape counts, the ends become those of the scale.
    fn curve(self, way: f64) -> f64 {
        1.0 - exp(-self.curvature * way)
    }
}

impl Normalise for Saturating {
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

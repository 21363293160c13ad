//! A value function through stated points.

use super::linear::{self, Points};
use super::{EndsBasis, Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::framework::Indicator;
use crate::stage::{About, Parameters};

/// Linear between stated points: each raw value has its place, and the values between two have the places between.
///
/// ```text
/// f(x) = pᵢ + (x − vᵢ) / (vᵢ₊₁ − vᵢ) × (pᵢ₊₁ − pᵢ)      vᵢ ≤ x ≤ vᵢ₊₁
/// ```
///
/// `values` rise, `places` do not fall: only their proportions count, the first becomes the lower and the last the upper end of
/// the scale (turned round where less is better; where there is a target, the distance of places counts). A value beyond the first
/// or the last counts as that one. Missing stays missing.
///
/// # Errors
/// [`Code::PointsUnusable`](crate::Code::PointsUnusable) when there are fewer than two, as many of the one as of the other are not
/// given, or they are out of order.
///
/// # Reference
/// Keeney and Raiffa (1976), Decisions with Multiple Objectives; Belton and Stewart (2002).
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct PiecewiseLinear {
    /// Raw values, rising.
    pub values: Vec<f64>,
    /// Their places, not falling.
    pub places: Vec<f64>,
}

impl Parameters for PiecewiseLinear {
    const ABOUT: About = About {
        meaning: "a value function, linear between stated points",
        formula: "pᵢ + (x − vᵢ) / (vᵢ₊₁ − vᵢ) × (pᵢ₊₁ − pᵢ)",
        reference: "Belton and Stewart (2002)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { values: fields.required("values"), places: fields.required("places") }
    }
}

impl PiecewiseLinear {
    fn points(&self) -> Points<'_> {
        Points { values: &self.values, places: &self.places }
    }
}

impl Normalise for PiecewiseLinear {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let points = self.points();
        linear::map(raw, points.ends(), EndsBasis::Method, &|x| points.at(x))
    }

    fn check(&self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        let points = self.points();
        points.check(path).or_else(|| linear::check_flat(indicator, points.ends(), path, &|x| points.at(x)))
    }
}

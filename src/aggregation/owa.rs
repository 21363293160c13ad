//! Ordered weighted averaging.

use super::children::{Part, sort_falling};
use super::{Aggregate, Children};
use crate::document::{Decode, Fields};
use crate::error::Code;
use crate::numeric::float::pow;
use crate::stage::{About, Parameters};

/// Ordered weighted averaging: weights go with the place in the unit's own order, highest child first, besides the child.
///
/// ```text
/// y = Σₖ (Q(Sₖ) − Q(Sₖ₋₁)) × the k-th highest child     Sₖ: share of weight of the k highest
/// Q(s) = sᵃ with an exponent, else the line through the sums of `weights` at 1/n, 2/n … 1
/// ```
///
/// With equal weights of the children this is OWA itself: `weights` go with the places. `[1, 0, …]` is the highest child, `[0, … 1]`
/// the lowest; an exponent above 1 favours the low children, below 1 the high ones, and 1 is the arithmetic mean. Missing children
/// take no part: Q is read at the shares of those present. On the scale of its children.
///
/// # Errors
/// [`Code::WrongType`] unless exactly one of `weights` and `exponent` is given, and when `weights` are below 0 or all 0.
///
/// # Reference
/// Yager (1988), IEEE Transactions on Systems, Man and Cybernetics 18:183–190; Torra (1997) for the weights of the children.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Owa {
    /// What each place weighs, the highest child's first; non-negative, only shares matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<Vec<f64>>,
    /// a, from 0.01 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exponent: Option<f64>,
}

impl Default for Owa {
    fn default() -> Self {
        Self { weights: None, exponent: Some(1.0) }
    }
}

impl Parameters for Owa {
    const ABOUT: About = About {
        meaning: "ordered weighted average: weights go with places, the highest child first",
        formula: "Σₖ (Q(Sₖ) − Q(Sₖ₋₁)) x₍ₖ₎",
        reference: "Yager (1988); Torra (1997)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let weights = fields.with("weights", |value, decoder| {
            let weights = Vec::<f64>::decode(value, decoder);
            if weights.iter().any(|weight| *weight < 0.0) || !weights.iter().any(|weight| *weight > 0.0) {
                let problem = decoder.problem(Code::WrongType).arg("found", "other numbers");
                decoder.record(problem.arg("expected", "weights of 0 or more, one of them above 0"));
            }
            weights
        });
        let exponent = fields.with("exponent", |value, decoder| decoder.number_within(value, 0.01, 100.0));
        if weights.is_some() == exponent.is_some() {
            let problem = fields.decoder().problem(Code::WrongType).arg("found", "an object");
            fields.decoder().record(problem.arg("expected", "either `weights` or `exponent`"));
        }
        Self { weights, exponent }
    }
}

impl Owa {
    /// Q: the part of all weight that the places up to a share of the children have.
    fn weight_up_to(&self, share: f64) -> f64 {
        let Some(weights) = &self.weights else { return pow(share, self.exponent.unwrap_or(1.0)) };
        let total: f64 = weights.iter().sum();
        let places = share * crate::numeric::count(weights.len());
        let mut sum = 0.0;
        for (place, weight) in weights.iter().enumerate() {
            sum += weight * (places - crate::numeric::count(place)).clamp(0.0, 1.0);
        }
        sum / total
    }

    /// The ordered mean of a unit's children.
    #[must_use]
    pub fn of(&self, parts: &mut [Part]) -> f64 {
        sort_falling(parts);
        let total: f64 = parts.iter().map(|part| part.weight).sum();
        let (mut passed, mut before, mut sum) = (0.0, 0.0, 0.0);
        for part in parts.iter() {
            passed += part.weight;
            let up_to = self.weight_up_to(passed / total);
            sum += (up_to - before) * part.value;
            before = up_to;
        }
        sum
    }
}

impl Aggregate for Owa {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        children.each(out, &mut |parts| self.of(parts));
    }

    fn adds_up(&self) -> bool {
        false
    }
}

//! The weighted generalised mean.

use super::children::Part;
use super::{Aggregate, Children};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::framework::NodeId;
use crate::numeric::Scale;
use crate::numeric::float::{exp, ln, pow};
use crate::stage::{About, Parameters};

/// The weighted generalised mean: its exponent says how far low children can be made up for.
///
/// ```text
/// y = (Σ wᵢ xᵢᵖ / Σ wᵢ)^(1/p)   over the children present;   p = 0: exp(Σ wᵢ ln xᵢ / Σ wᵢ)
/// ```
///
/// 1 is the arithmetic mean, 0 the geometric, −1 the harmonic; towards −∞ the lowest child decides, towards ∞ the highest. On the
/// scale of its children, which must not reach below 0. Up to p = 0 a child at 0 makes the node 0. Missing values as
/// [`Missing`](super::Missing) says; never zero.
///
/// # Differs from
/// COINr, where any missing value makes the node missing; Compind, which divides by p instead of taking the root.
///
/// # Errors
/// [`Code::AggregationNegativeScale`] when the scale starts below 0.
///
/// # Reference
/// Decancq and Lugo (2013), Econometric Reviews 32:7–34.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Power {
    /// p, from −100 to 100.
    pub exponent: f64,
}

impl Default for Power {
    fn default() -> Self {
        Self { exponent: 1.0 }
    }
}

impl Parameters for Power {
    const ABOUT: About = About {
        meaning: "weighted generalised mean: its exponent says how far low children can be made up for",
        formula: "(Σ wᵢ xᵢᵖ / Σ wᵢ)^(1/p)",
        reference: "Decancq and Lugo (2013)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            exponent: fields.required_with("exponent", |value, decoder| decoder.number_within(value, -100.0, 100.0)),
        }
    }
}

impl Aggregate for Power {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        children.each(out, &mut |parts| power_mean(parts, self.exponent));
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn zero_decides(&self) -> bool {
        self.exponent <= 0.0
    }

    fn check(&self, node: &NodeId, scale: Scale, path: &Path) -> Option<Problem> {
        refuse_negative("power", node, scale, path)
    }
}

/// The weighted mean of a power of values of 0 or more.
///
/// Values are divided by the largest (or smallest, for powers below 0) first, so that no power leaves what a number holds.
#[must_use]
pub fn power_mean(parts: &[Part], exponent: f64) -> f64 {
    let pick = |a: f64, b: f64| if exponent > 0.0 { a.max(b) } else { a.min(b) };
    let end = parts.iter().map(|part| part.value).reduce(pick).unwrap_or(crate::numeric::MISSING);
    if end.abs() <= 0.0 {
        return 0.0;
    }
    let (mut total, mut sum) = (0.0, 0.0);
    for part in parts {
        let share = part.value / end;
        total += part.weight;
        sum += part.weight * if exponent.abs() > 0.0 { pow(share, exponent) } else { ln(share) };
    }
    end * if exponent.abs() > 0.0 { pow(sum / total, 1.0 / exponent) } else { exp(sum / total) }
}

/// Refuses a scale that starts below 0.
pub(super) fn refuse_negative(method: &str, node: &NodeId, scale: Scale, path: &Path) -> Option<Problem> {
    (scale.lower < 0.0).then(|| {
        let problem = Problem::new(Code::AggregationNegativeScale, path.clone()).arg("id", node);
        problem.arg("method", method).arg("lower", scale.lower)
    })
}

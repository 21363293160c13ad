//! A power, given or the most likely.

use super::curve::power;
use super::{Bend, Curve, Treat};
use crate::document::Fields;
use crate::numeric::count;
use crate::numeric::float::ln;
use crate::numeric::stats::variance;
use crate::stage::{About, Parameters};

/// The powers among which the most likely is looked for.
const POWERS: (f64, f64) = (-5.0, 5.0);
/// The golden section: each step leaves this share of the interval.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// Steps of the search: 0.618⁹⁰ of the interval is below the rounding of the likelihood.
const STEPS: usize = 90;

/// Box and Cox's power, the given or the one under which the values are most nearly normal.
///
/// ```text
/// y = (z^λ − 1) / λ,   ln z at λ 0          z = x, or x − min + 1 with `shift`
/// λ maximises (λ − 1) Σ ln z − n / 2 × ln(Σ (y − ȳ)² / n)   from −5 to 5
/// ```
///
/// Without `shift` the values must be above 0: else they are left as they are, with a warning. Missing stays missing, constants as
/// they are. The values leave their unit of measure.
///
/// # Reference
/// Box and Cox (1964); COINr's `boxcox`, which shifts.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct BoxCox {
    /// The power, −5 to 5; none: the most likely.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lambda: Option<f64>,
    /// Whether the lowest value becomes 1 first.
    pub shift: bool,
}

impl Parameters for BoxCox {
    const ABOUT: About = About {
        meaning: "a power, given or the one under which the values are most nearly normal",
        formula: "(x^λ − 1) / λ, ln x at λ 0",
        reference: "Box and Cox (1964)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let lambda = fields.with("lambda", |value, decoder| decoder.number_within(value, POWERS.0, POWERS.1));
        Self { lambda, shift: fields.or("shift", false) }
    }
}

impl Treat for BoxCox {
    fn fit(&self, values: &[f64]) -> Curve {
        let Some(lowest) = values.first() else { return Curve::default() };
        if !self.shift && *lowest <= 0.0 {
            return Curve { impossible: Some(*lowest), ..Curve::default() };
        }
        let (from, add) = if self.shift { (*lowest, 1.0) } else { (0.0, 0.0) };
        let logarithms: Vec<f64> = values.iter().map(|value| ln((value - from) + add)).collect();
        let lambda = self.lambda.unwrap_or_else(|| most_likely(&logarithms));
        Curve::bent(values, Bend::Power { from, add, lambda })
    }

    fn bends(&self) -> bool {
        true
    }
}

/// The logarithm of how likely a power is, up to a constant, from the logarithms of the values.
#[must_use]
pub fn likelihood(logarithms: &[f64], lambda: f64) -> f64 {
    let powers: Vec<f64> = logarithms.iter().map(|logarithm| power(*logarithm, lambda)).collect();
    let number = count(powers.len());
    (lambda - 1.0) * logarithms.iter().sum::<f64>() - number / 2.0 * ln(variance(&powers, 0.0))
}

/// The most likely power: the likelihood has one maximum, which the golden section closes in on.
fn most_likely(logarithms: &[f64]) -> f64 {
    let (mut from, mut to) = POWERS;
    for _ in 0..STEPS {
        let step = GOLDEN * (to - from);
        let (left, right) = (to - step, from + step);
        if likelihood(logarithms, left) < likelihood(logarithms, right) {
            from = left;
        } else {
            to = right;
        }
    }
    f64::midpoint(from, to)
}

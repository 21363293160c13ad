//! Extremes pulled in until skewness or kurtosis is in order.

use super::skew::Skew;
use super::{Curve, Treat};
use crate::document::Fields;
use crate::error::Code;
use crate::limits;
use crate::numeric::float;
use crate::numeric::stats::skewness;
use crate::stage::{About, Parameters};

/// Extremes are pulled to the next value on the side of the skew, one after another, until [skewness or kurtosis](Skew) is in order
/// or `maximum` values have been moved.
///
/// ```text
/// while |G₁| > 2 and G₂ > 3.5:   x = max becomes the next lower (x = min the next higher, where the skew is negative)
/// ```
///
/// Values that are equal move together, so that a tie at the limit may move more than `maximum`, which is 5 unless said. Missing
/// stays missing.
///
/// # Reference
/// OECD/JRC (2008), step 3; COINr's `winsorise`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Winsorise {
    /// When it is enough.
    #[serde(flatten)]
    pub skew: Skew,
    /// How many values are moved at most.
    pub maximum: u32,
}

impl Default for Winsorise {
    fn default() -> Self {
        Self { skew: Skew::default(), maximum: 5 }
    }
}

impl Winsorise {
    pub(super) fn read_in(fields: &mut Fields<'_, '_>) -> Self {
        let maximum = fields.with("maximum", |value, decoder| {
            let maximum = <i32 as crate::document::Decode>::decode(value, decoder);
            if !(0..=limits::WINSORISED).contains(&maximum) {
                let expected = ["0 to ", &float::text(f64::from(limits::WINSORISED))].concat();
                let problem = decoder.problem(Code::NumberOutOfRange).arg("found", maximum).arg("expected", expected);
                decoder.record(problem);
            }
            u32::try_from(maximum).unwrap_or(0)
        });
        Self { skew: Skew::read(fields), maximum: maximum.unwrap_or(5) }
    }

    /// The curve, and how many values it moves.
    #[must_use]
    pub fn moved(&self, values: &[f64]) -> (Curve, usize) {
        let mut held = values.to_vec();
        // Values below `from` and from `to` on have been moved.
        let (mut from, mut to) = (0, values.len());
        let maximum = usize::try_from(self.maximum).unwrap_or(usize::MAX);
        while from + (values.len() - to) < maximum && !self.skew.passes(&held) {
            let end = |position: Option<usize>| position.and_then(|position| values.get(position)).copied();
            if skewness(&held) >= 0.0 {
                let Some(highest) = end(to.checked_sub(1)) else { break };
                to = values.partition_point(|value| *value < highest);
            } else {
                let Some(lowest) = end(Some(from)) else { break };
                from = values.partition_point(|value| *value <= lowest);
            }
            let (Some(lower), Some(upper)) = (end(Some(from)), end(to.checked_sub(1))) else { break };
            for (place, value) in held.iter_mut().zip(values) {
                *place = value.max(lower).min(upper);
            }
        }
        let moved = from + (values.len() - to);
        let end = |position: Option<usize>| position.and_then(|position| values.get(position)).copied();
        match (end(Some(from)), end(to.checked_sub(1))) {
            (Some(lower), Some(upper)) if moved > 0 => (Curve::between(lower, upper), moved),
            _ => (Curve::default(), 0),
        }
    }
}

impl Parameters for Winsorise {
    const ABOUT: About = About {
        meaning: "extremes pulled to the next value until skewness or kurtosis is in order",
        formula: "while |G₁| > 2 and G₂ > 3.5: max becomes the next lower value",
        reference: "OECD/JRC (2008), step 3; COINr winsorise",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self::read_in(fields)
    }
}

impl Treat for Winsorise {
    fn fit(&self, values: &[f64]) -> Curve {
        self.moved(values).0
    }
}

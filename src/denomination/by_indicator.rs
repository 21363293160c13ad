//! Divided by another indicator's value.

use super::Denominate;
use crate::document::{Decode, Decoder, Fields, Value};
use crate::framework::NodeId;
use crate::limits;
use crate::numeric::MISSING;
use crate::stage::{About, Parameters};

/// 2⁹ + 1: what splits nine bits off.
const SPLIT: f64 = 513.0;

/// Divided by the value that another indicator has for the same unit and period, its gaps filled as that indicator says.
///
/// ```text
/// y = times × x / x of the denominator
/// ```
///
/// The quotient is rounded to 44 bits, thirteen digits: else rounding alone would tell quotients apart that are equal, and a column of
/// equal ones would be spread over the whole scale. In the indicator's unit of measure by the denominator's; `times`, 1 unless said, makes it a thousand of them. Missing stays
/// missing. Where the denominator is missing, or not above 0, the value is missing and the row says so, or nothing is scored:
/// `missing` and `zero` say which of them.
///
/// # Errors
/// [`Code::IndicatorUnknown`](crate::Code::IndicatorUnknown); [`Code::MethodMisfit`](crate::Code::MethodMisfit) for an indicator
/// divided by itself, and for goalposts, targets and rubrics of the framework, which are in the undivided unit of measure.
///
/// # Reference
/// OECD/JRC (2008), step 5; COINr's `Denominate`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ByIndicator {
    /// The denominator.
    pub indicator: NodeId,
    /// How many of its units of measure the value is given for.
    pub times: f64,
    /// Where it is missing.
    pub missing: Undivided,
    /// Where it is not above 0.
    pub zero: Undivided,
}

/// What becomes of a value that cannot be divided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undivided {
    /// It is missing.
    #[default]
    LeaveMissing,
    /// Nothing is scored.
    Refuse,
}

impl Decode for Undivided {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("leave-missing", Self::LeaveMissing), ("refuse", Self::Refuse)])
    }
}

impl Default for ByIndicator {
    fn default() -> Self {
        let rule = Undivided::default();
        Self { indicator: NodeId::default(), times: 1.0, missing: rule, zero: rule }
    }
}

impl Parameters for ByIndicator {
    const ABOUT: About = About {
        meaning: "divided by another indicator's value",
        formula: "times × x / x of the denominator",
        reference: "OECD/JRC (2008), step 5; COINr Denominate",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let times =
            fields.with("times", |value, decoder| decoder.number_within(value, limits::SCALE_WIDTH, limits::MAGNITUDE));
        Self {
            indicator: fields.required("indicator"),
            times: times.unwrap_or(1.0),
            missing: fields.or("missing", Undivided::default()),
            zero: fields.or("zero", Undivided::default()),
        }
    }
}

/// The number to 44 of its 53 bits (Dekker's split).
fn rounded(x: f64) -> f64 {
    let high = x * SPLIT;
    high - (high - x)
}

impl Denominate for ByIndicator {
    fn by(&self) -> Option<&NodeId> {
        Some(&self.indicator)
    }

    fn denominate(&self, value: f64, divisor: f64) -> f64 {
        let quotient = rounded(value / divisor * self.times);
        // −0 is 0; what is beyond the magnitude of an observation counts as that.
        if divisor > 0.0 { quotient.clamp(-limits::MAGNITUDE, limits::MAGNITUDE) + 0.0 } else { MISSING }
    }

    fn refuses(&self, divisor: f64) -> bool {
        let rule = if divisor.is_nan() { self.missing } else { self.zero };
        rule == Undivided::Refuse && (divisor.is_nan() || divisor <= 0.0)
    }
}

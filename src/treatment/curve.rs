//! What a treatment fits: a rising curve.

use crate::numeric::float::{exp, ln};
use crate::numeric::is_missing;

/// How the values between the ends are bent, after their distance from `from` was taken and `add` added: in this order, so that
/// rounding never leaves nothing to take a logarithm of.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Bend {
    /// Not at all: y = x.
    #[default]
    Straight,
    /// y = ln((x − from) + add)
    Log {
        /// What is subtracted.
        from: f64,
        /// What is added.
        add: f64,
    },
    /// y = −ln((from − x) + add)
    MirroredLog {
        /// What is subtracted from.
        from: f64,
        /// What is added.
        add: f64,
    },
    /// y = (z^λ − 1) / λ, ln z at λ 0; z = (x − from) + add
    Power {
        /// What is subtracted.
        from: f64,
        /// What is added.
        add: f64,
        /// The power.
        lambda: f64,
    },
}

/// A rising curve: what lies beyond an end counts as that end, what lies between is bent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// The lowest value that counts as itself.
    pub lower: f64,
    /// The highest value that counts as itself.
    pub upper: f64,
    /// How values between are bent.
    pub bend: Bend,
    /// The value that the treatment cannot take, if there is one: then all are left as they are.
    pub impossible: Option<f64>,
}

impl Default for Curve {
    fn default() -> Self {
        Self { lower: f64::NEG_INFINITY, upper: f64::INFINITY, bend: Bend::Straight, impossible: None }
    }
}

impl Curve {
    /// Holds values between two ends.
    #[must_use]
    pub fn between(lower: f64, upper: f64) -> Self {
        Self { lower, upper, ..Self::default() }
    }

    /// Bends the values from the first to the last of those that rise; all are left as they are when they are one, or lie closer
    /// together than numbers can tell.
    #[must_use]
    pub fn bent(values: &[f64], bend: Bend) -> Self {
        match (values.first(), values.last()) {
            (Some(lower), Some(upper)) if lower < upper => {
                let bent = Self { bend, ..Self::between(*lower, *upper) };
                if bent.at(*lower).is_finite() && bent.at(*upper).is_finite() { bent } else { Self::default() }
            }
            _ => Self::default(),
        }
    }

    /// What becomes of a value; missing stays missing.
    #[must_use]
    #[inline(never)]
    pub fn at(&self, x: f64) -> f64 {
        if is_missing(x) {
            return x;
        }
        let held = x.max(self.lower).min(self.upper);
        let bent = match self.bend {
            Bend::Straight => held,
            Bend::Log { from, add } => ln((held - from) + add),
            Bend::MirroredLog { from, add } => -ln((from - held) + add),
            Bend::Power { from, add, lambda } => power(ln((held - from) + add), lambda),
        };
        // −0 is 0.
        bent + 0.0
    }
}

/// (e^(λ·l) − 1) / λ, which is l at λ 0.
#[must_use]
pub(super) fn power(logarithm: f64, lambda: f64) -> f64 {
    if lambda.abs() > 0.0 { (exp(lambda * logarithm) - 1.0) / lambda } else { logarithm }
}

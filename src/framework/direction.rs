//! Which way is better, in one place for every normalisation.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::document::{Decode, Decoder, Value};
use crate::error::Code;

/// Which way an indicator is better (MCDA: benefit or cost criterion).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Direction {
    /// More is better.
    #[default]
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
    /// Best at one raw value, worse the farther from it on either side.
    Target(f64),
    /// Best anywhere from the first raw value to the second, worse the farther outside.
    Range(f64, f64),
}

impl Direction {
    /// A number that is higher where the indicator is better.
    ///
    /// ```text
    /// higher is better   f(x)
    /// lower is better   −f(x)
    /// target t          −|f(x) − f(t)|
    /// range a to b      −max(f(a) − f(x), f(x) − f(b), 0)
    /// ```
    ///
    /// `transform` is the rising function f that a normalisation applies first (the identity, a logarithm), so that target
    /// and range are given in raw values. Missing stays missing.
    #[must_use]
    pub fn directed(self, x: f64, transform: impl Fn(f64) -> f64) -> f64 {
        let y = transform(x);
        match self {
            Self::HigherIsBetter => y,
            Self::LowerIsBetter => -y,
            // Taken from 0, so that no −0 is left.
            Self::Target(target) => 0.0 - (y - transform(target)).abs(),
            Self::Range(lower, upper) => {
                let below = transform(lower) - y;
                let above = y - transform(upper);
                // `max` would drop a NaN; a missing value must stay missing.
                if y.is_nan() { y } else { 0.0 - below.max(above).max(0.0) }
            }
        }
    }

    /// The same with two directions only: the number, and whether a higher one is better. Of a target or a range it is the distance
    /// from it, in raw values, and less is better. For formulas that treat benefit and cost each in its own way.
    #[must_use]
    pub fn one_sided(self, x: f64) -> f64 {
        match self {
            Self::HigherIsBetter | Self::LowerIsBetter => x,
            Self::Target(_) | Self::Range(..) => 0.0 - self.directed(x, |x| x),
        }
    }

    /// Whether a higher number of [`Direction::one_sided`] is better.
    #[must_use]
    pub fn is_higher(self) -> bool {
        self == Self::HigherIsBetter
    }

    /// The directed numbers of the worst and the best raw value between `lower` and `upper`.
    #[must_use]
    pub fn directed_bounds(self, lower: f64, upper: f64, transform: impl Fn(f64) -> f64) -> (f64, f64) {
        let at_lower = self.directed(lower, &transform);
        let at_upper = self.directed(upper, &transform);
        let best = match self {
            Self::HigherIsBetter | Self::LowerIsBetter => at_lower.max(at_upper),
            Self::Target(_) | Self::Range(..) => 0.0,
        };
        (at_lower.min(at_upper), best)
    }
}

impl Decode for Direction {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let Value::Object(_) = value else {
            return decoder
                .word(value, &[("higher-is-better", Self::HigherIsBetter), ("lower-is-better", Self::LowerIsBetter)]);
        };
        decoder.object(value, |fields| {
            let target = fields.optional("target");
            let range = fields.with("range", |value, decoder| decoder.ordered_pair(value));
            match (target, range) {
                (Some(target), None) => Self::Target(target),
                (None, Some((lower, upper))) => Self::Range(lower, upper),
                _ => {
                    let problem = fields.decoder().problem(Code::WrongType);
                    let problem = problem.arg("found", "an object").arg("expected", "either `target` or `range`");
                    fields.decoder().record(problem);
                    Self::default()
                }
            }
        })
    }
}

impl Serialize for Direction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::HigherIsBetter => serializer.serialize_str("higher-is-better"),
            Self::LowerIsBetter => serializer.serialize_str("lower-is-better"),
            Self::Target(target) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("target", target)?;
                map.end()
            }
            Self::Range(lower, upper) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("range", &[lower, upper])?;
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_is_higher_whatever_the_direction() {
        let same = |x| x;
        let table: &[(Direction, f64, f64)] = &[
            (Direction::HigherIsBetter, 3.0, 3.0),
            (Direction::LowerIsBetter, 3.0, -3.0),
            (Direction::Target(5.0), 3.0, -2.0),
            (Direction::Target(5.0), 8.0, -3.0),
            (Direction::Range(2.0, 4.0), 3.0, 0.0),
            (Direction::Range(2.0, 4.0), 1.0, -1.0),
            (Direction::Range(2.0, 4.0), 7.0, -3.0),
        ];
        for (direction, x, expected) in table {
            assert_eq!(
                direction.directed(*x, same).total_cmp(&(expected + 0.0)),
                std::cmp::Ordering::Equal,
                "{direction:?} {x}"
            );
        }
    }

    #[test]
    fn missing_stays_missing_in_every_direction() {
        let directions =
            [Direction::HigherIsBetter, Direction::LowerIsBetter, Direction::Target(1.0), Direction::Range(1.0, 2.0)];
        for direction in directions {
            assert!(direction.directed(f64::NAN, |x| x).is_nan(), "{direction:?}");
        }
    }
}

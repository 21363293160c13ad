//! A fraction of the values at either end pulled in.

use super::{Curve, Treat};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::numeric::count;
use crate::numeric::stats::whole;
use crate::stage::{About, Parameters};

/// The lowest fraction of the values is pulled up to the next, the highest down to the next.
///
/// ```text
/// the ⌊lower × n⌋ lowest become the next higher, the ⌊upper × n⌋ highest the next lower
/// ```
///
/// Fractions from 0 to below a half, 0.05 each unless said. Missing stays missing and does not count.
///
/// # Errors
/// [`Code::BoundsOrder`] when both together leave nothing between.
///
/// # Reference
/// Tukey (1962); scipy's `mstats.winsorize`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Fraction {
    /// Of the lowest values.
    pub lower: f64,
    /// Of the highest values.
    pub upper: f64,
}

impl Default for Fraction {
    fn default() -> Self {
        Self { lower: 0.05, upper: 0.05 }
    }
}

impl Parameters for Fraction {
    const ABOUT: About = About {
        meaning: "a fraction of the values at either end pulled to the next",
        formula: "the ⌊p n⌋ lowest and highest become the next value",
        reference: "Tukey (1962)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let mut fraction = |key| fields.with(key, |value, decoder| decoder.number_within(value, 0.0, 1.0));
        Self { lower: fraction("lower").unwrap_or(0.05), upper: fraction("upper").unwrap_or(0.05) }
    }
}

impl Treat for Fraction {
    fn fit(&self, values: &[f64]) -> Curve {
        let number = count(values.len());
        let last = values.len().checked_sub(whole(self.upper * number) + 1);
        let ends = values.get(whole(self.lower * number)).zip(last.and_then(|last| values.get(last)));
        ends.map_or(Curve::default(), |(lower, upper)| Curve::between(*lower, *upper))
    }

    fn check(&self, path: &Path) -> Option<Problem> {
        let upper = 1.0 - self.upper;
        let problem = || Problem::new(Code::BoundsOrder, path.clone()).arg("lower", self.lower).arg("upper", upper);
        (self.lower >= upper).then(problem)
    }
}

//! Values held between two percentiles.

use super::{Curve, Treat};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::numeric::stats::{Quantile, quantile};
use crate::stage::{About, Parameters};

/// Values are held between two percentiles of the ranked units.
///
/// ```text
/// y = min(max(x, q(lower)), q(upper))      q of type 7
/// ```
///
/// `lower` 2.5 and `upper` 97.5 unless said. Missing stays missing.
///
/// # Errors
/// [`Code::BoundsOrder`] when `lower` is not below `upper`.
///
/// # Reference
/// OECD/JRC (2008), step 3.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Percentile {
    /// 0 to 100.
    pub lower: f64,
    /// 0 to 100.
    pub upper: f64,
}

impl Default for Percentile {
    fn default() -> Self {
        Self { lower: 2.5, upper: 97.5 }
    }
}

impl Parameters for Percentile {
    const ABOUT: About = About {
        meaning: "values held between two percentiles",
        formula: "min(max(x, q₂.₅), q₉₇.₅)",
        reference: "OECD/JRC (2008), step 3",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let mut percent = |key| fields.with(key, |value, decoder| decoder.number_within(value, 0.0, 100.0));
        Self { lower: percent("lower").unwrap_or(2.5), upper: percent("upper").unwrap_or(97.5) }
    }
}

impl Treat for Percentile {
    fn fit(&self, values: &[f64]) -> Curve {
        if values.is_empty() {
            return Curve::default();
        }
        let end = |percent: f64| quantile(values, percent / 100.0, Quantile::Type7);
        Curve::between(end(self.lower), end(self.upper))
    }

    fn check(&self, path: &Path) -> Option<Problem> {
        let problem =
            || Problem::new(Code::BoundsOrder, path.clone()).arg("lower", self.lower).arg("upper", self.upper);
        (self.lower >= self.upper).then(problem)
    }
}

//! Linear between two percentiles.

use super::sample::Sample;
use super::{Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::framework::Indicator;
use crate::numeric::stats::{Quantile, quantile};
use crate::stage::{About, Parameters};

/// Linear between two percentiles of the pool, so that one extreme value does not press all others together.
///
/// ```text
/// share = (x − q(lower)) / (q(upper) − q(lower))      q of type 7
/// ```
///
/// turned round where less is better. `lower` 5 and `upper` 95 unless said. A value beyond a percentile counts as it, and is said.
/// Missing stays missing. Constants: where both percentiles are one, every unit gets the middle.
///
/// # Errors
/// [`Code::BoundsOrder`] when `lower` is not below `upper`.
///
/// # Reference
/// OECD/JRC (2008), steps 3 and 5: trimmed min–max.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Centile {
    /// The percentile at one end, 0 to 100.
    pub lower: f64,
    /// The percentile at the other end, 0 to 100.
    pub upper: f64,
}

impl Default for Centile {
    fn default() -> Self {
        Self { lower: 5.0, upper: 95.0 }
    }
}

impl Parameters for Centile {
    const ABOUT: About = About {
        meaning: "linear between two percentiles, extremes held back",
        formula: "(x − q₅) / (q₉₅ − q₅)",
        reference: "OECD/JRC (2008), steps 3 and 5",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let mut percent = |key| fields.with(key, |value, decoder| decoder.number_within(value, 0.0, 100.0));
        Self { lower: percent("lower").unwrap_or(5.0), upper: percent("upper").unwrap_or(95.0) }
    }
}

impl Normalise for Centile {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let end = |percent: f64| quantile(&sample.pool, percent / 100.0, Quantile::Type7);
        let (lower, upper) = (end(self.lower), end(self.upper));
        let (from, to) = if sample.higher { (lower, upper) } else { (upper, lower) };
        raw.by(&sample, &|x| Sample::way(from, to, x))
    }

    fn check(&self, _indicator: &Indicator, path: &Path) -> Option<Problem> {
        let problem =
            || Problem::new(Code::BoundsOrder, path.clone()).arg("lower", self.lower).arg("upper", self.upper);
        (self.lower >= self.upper).then(problem)
    }
}

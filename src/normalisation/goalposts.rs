//! Linear between two fixed raw values.

use super::linear::{self, Ends};
use super::{EndsBasis, Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::framework::Indicator;
use crate::stage::{About, Parameters};

/// Linear between two fixed raw values, clamped beyond them, so that adding a unit moves nobody else.
///
/// ```text
/// y = lower end of the scale + clamp((d(x) − worst) / (best − worst), 0, 1) × width of the scale
/// ```
///
/// where d directs the value (see [`Direction`](crate::framework::Direction)) and worst and best are d's extremes between the
/// goalposts. Missing stays missing. A value beyond a goalpost counts as the nearer end, and the row says so.
///
/// # Differs from
/// COINr's `n_goalposts` truncates only on request.
///
/// # Reference
/// OECD/JRC (2008), step 5; UNDP (2022), technical note 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Goalposts {
    /// The method's own ends; where absent, the framework's suggestion.
    pub ends: Ends,
}

impl Parameters for Goalposts {
    const ABOUT: About = About {
        meaning: "linear between two fixed raw values",
        formula: "(x − lower) / (upper − lower)",
        reference: "OECD/JRC (2008), step 5",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { ends: Ends::read(fields) }
    }
}

impl Normalise for Goalposts {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let (ends, basis) = self.ends.of(raw.indicator).unwrap_or(((0.0, 0.0), EndsBasis::Method));
        linear::map(raw, ends, basis, &|x| x)
    }

    fn reads_framework(&self) -> bool {
        self.ends.reads_framework()
    }

    fn check(&self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        let flat = || linear::check_flat(indicator, self.ends.of(indicator)?.0, path, &|x| x);
        self.ends.check(indicator, path).or_else(flat)
    }
}

//! Goalposts on a logarithm.

use super::linear::{self, Ends};
use super::{EndsBasis, Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::framework::Indicator;
use crate::numeric::float::ln;
use crate::stage::{About, Parameters};

/// [Goalposts](super::goalposts) on a logarithm, so that the thirteenth exercise counts less than the first.
///
/// ```text
/// y = goalposts applied to ln(offset + x), between ln(offset + lower) and ln(offset + upper)
/// ```
///
/// With `offset` 1 a count of 0 has its place; with 0 it is the plain logarithm, as in the income index of the Human Development
/// Index. Missing stays missing; a value below `lower` counts as `lower`, even where its logarithm does not exist.
///
/// # Errors
/// [`Code::LogarithmImpossible`] when `offset` + `lower` is not positive.
///
/// # Reference
/// OECD/JRC (2008), step 5; UNDP (2022), technical note 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct LogSaturation {
    /// The method's own ends; where absent, the framework's suggestion.
    #[serde(flatten)]
    pub ends: Ends,
    /// Added before the logarithm, in the indicator's unit of measure.
    pub offset: f64,
}

impl Default for LogSaturation {
    fn default() -> Self {
        Self { ends: Ends::default(), offset: 1.0 }
    }
}

impl Parameters for LogSaturation {
    const ABOUT: About = About {
        meaning: "linear on a logarithm between two fixed raw values",
        formula: "goalposts of ln(offset + x)",
        reference: "OECD/JRC (2008), step 5; UNDP (2022)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { ends: Ends::read(fields), offset: fields.or("offset", 1.0) }
    }
}

impl Normalise for LogSaturation {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let (ends, basis) = self.ends.of(raw.indicator).unwrap_or(((0.0, 0.0), EndsBasis::Method));
        linear::map(raw, ends, basis, &|x| ln(self.offset + x))
    }

    fn reads_framework(&self) -> bool {
        self.ends.reads_framework()
    }

    fn offset(&self) -> Option<f64> {
        Some(self.offset)
    }

    fn check(&self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        if let Some(problem) = self.ends.check(indicator, path) {
            return Some(problem);
        }
        let (ends, _) = self.ends.of(indicator)?;
        if self.offset + ends.0 <= 0.0 {
            let problem = Problem::new(Code::LogarithmImpossible, path.clone()).arg("indicator", &indicator.id);
            return Some(problem.arg("value", ends.0).arg("offset", self.offset));
        }
        linear::check_flat(indicator, ends, path, &|x| ln(self.offset + x))
    }
}

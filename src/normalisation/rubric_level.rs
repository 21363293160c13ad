//! Linear between the levels of a rubric.

use super::{EndsBasis, Normalise, Normalised, Raw, linear};
use crate::error::{Code, Path, Problem};
use crate::framework::Indicator;
use crate::stage::plain_method;

plain_method! {
    /// Linear between the lowest and the highest level of the indicator's rubric.
    ///
    /// ```text
    /// y = lower end of the scale + (level − lowest) / (highest − lowest) × width of the scale
    /// ```
    ///
    /// turned round where lower is better. That levels are equally far apart is an assumption. Missing stays missing.
    ///
    /// # Errors
    /// [`Code::RubricMissing`] when the indicator has no rubric.
    RubricLevel
}

impl Normalise for RubricLevel {
    fn normalise(&self, raw: &Raw<'_>) -> Normalised {
        let ends = ends(raw.indicator);
        let values = linear::map(raw, ends.unwrap_or((0.0, 0.0)), |x| x);
        Normalised { values, ends, basis: EndsBasis::Rubric }
    }

    fn check(&self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        if indicator.rubric.is_none() {
            return Some(Problem::new(Code::RubricMissing, path.clone()).arg("indicator", &indicator.id));
        }
        linear::check_flat(indicator, ends(indicator)?, path, |x| x)
    }
}

/// The lowest and the highest level.
fn ends(indicator: &Indicator) -> Option<(f64, f64)> {
    let levels = indicator.rubric.as_deref()?;
    levels.first().zip(levels.last()).map(|(lowest, highest)| (lowest.level, highest.level))
}

//! The levels of a rubric, equally spaced or as stated.

use super::linear::{self, Points};
use super::{EndsBasis, Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::framework::Indicator;
use crate::stage::{About, Parameters};

/// Linear between the lowest and the highest level of the indicator's rubric, or as stated.
///
/// ```text
/// y = lower end of the scale + (level − lowest) / (highest − lowest) × width of the scale
/// ```
///
/// turned round where lower is better. That levels are equally far apart is an assumption: `spacing` says otherwise, one number a
/// level, not falling, of which only the proportions count. Missing stays missing.
///
/// # Errors
/// [`Code::RubricMissing`] when the indicator has no rubric; [`Code::PointsUnusable`] when `spacing` does not fit its levels.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct RubricLevel {
    /// Where each level lies, from the lowest; none: where its number does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spacing: Option<Vec<f64>>,
}

impl Parameters for RubricLevel {
    const ABOUT: About = About {
        meaning: "the levels of a rubric, equally spaced or as stated",
        formula: "(level − lowest) / (highest − lowest)",
        reference: "OECD/JRC (2008), step 5: categorical scale",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { spacing: fields.optional("spacing") }
    }
}

impl RubricLevel {
    /// Places by the points that levels and their spacing make.
    fn with<T>(&self, indicator: &Indicator, read: impl FnOnce(Points<'_>) -> T) -> T {
        let levels: Vec<f64> = indicator.rubric.iter().flatten().map(|level| level.level).collect();
        read(Points { values: &levels, places: self.spacing.as_deref().unwrap_or(&levels) })
    }
}

impl Normalise for RubricLevel {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        self.with(raw.indicator, |points| {
            // Without a spacing a level is its own place, and no rounding comes between.
            let place = |x: f64| if self.spacing.is_some() { points.at(x) } else { x };
            linear::map(raw, points.ends(), EndsBasis::Rubric, &place)
        })
    }

    fn reads_framework(&self) -> bool {
        true
    }

    fn check(&self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        if indicator.rubric.is_none() {
            return Some(Problem::new(Code::RubricMissing, path.clone()).arg("indicator", &indicator.id));
        }
        self.with(indicator, |points| {
            // The levels themselves are checked where they are read.
            let usable = self.spacing.as_ref().and_then(|_| points.check(path));
            usable.or_else(|| linear::check_flat(indicator, points.ends(), path, &|x| points.at(x)))
        })
    }
}

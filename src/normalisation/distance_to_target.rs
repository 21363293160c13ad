//! Distance to a target.

use super::{Normalise, Placed, Raw};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::framework::{Direction, Indicator};
use crate::stage::{About, Parameters};

/// Linear from the worst value of the pool to a target.
///
/// ```text
/// more is better   share = (x − min) / (target − min)
/// less is better   share = (max − x) / (max − target)
/// ```
///
/// A value beyond the target counts as reaching it, and is said; so does every value where the worst has reached it. Missing stays
/// missing.
///
/// # Errors
/// [`Code::MethodMisfit`] for an indicator whose direction is itself a target or a range.
///
/// # Differs from
/// COINr's `n_dist2targ` leaves values beyond the target above 1 unless told to cap them.
///
/// # Reference
/// OECD/JRC (2008), step 5.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct DistanceToTarget {
    /// In the indicator's unit of measure.
    pub target: f64,
}

impl Parameters for DistanceToTarget {
    const ABOUT: About = About {
        meaning: "linear from the worst value to a target",
        formula: "(x − min) / (target − min)",
        reference: "OECD/JRC (2008), step 5; COINr n_dist2targ",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { target: fields.required("target") }
    }
}

impl Normalise for DistanceToTarget {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        raw.by(&sample, &|x| sample.way_to(self.target, x))
    }

    fn check(&self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        let problem = || Problem::new(Code::MethodMisfit, path.clone()).arg("indicator", &indicator.id);
        let misfit = || {
            problem().arg("method", "distance-to-target").arg("needs", "an indicator of which more or less is better")
        };
        matches!(indicator.direction, Direction::Target(_) | Direction::Range(..)).then(misfit)
    }
}

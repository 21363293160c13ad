//! Distance to a reference unit.

use super::{Normalise, Placed, Raw};
use crate::data::UnitId;
use crate::document::Fields;
use crate::numeric::MISSING;
use crate::stage::{About, Parameters};

/// Linear from the worst value of the pool to the value of one unit, in the same period.
///
/// ```text
/// more is better   share = (x − min) / (x of the reference − min)
/// less is better   share = (max − x) / (max − x of the reference)
/// ```
///
/// A value beyond the reference counts as its equal, and is said; so does every value where the reference is the worst itself.
/// Missing stays missing; where the reference has no value, nobody has, with a warning.
///
/// # Errors
/// [`Code::UnitUnknown`](crate::Code::UnitUnknown) when there is no such unit.
///
/// # Differs from
/// COINr's `n_dist2ref` has no direction, and leaves values beyond the reference above 1 unless told to cap them.
///
/// # Reference
/// OECD/JRC (2008), step 5.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct DistanceToReference {
    /// The unit.
    pub unit: UnitId,
}

impl Parameters for DistanceToReference {
    const ABOUT: About = About {
        meaning: "linear from the worst value to that of one unit",
        formula: "(x − min) / (x of the reference − min)",
        reference: "OECD/JRC (2008), step 5; COINr n_dist2ref",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { unit: fields.required("unit") }
    }
}

impl Normalise for DistanceToReference {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let position = raw.units.iter().position(|unit| unit.id == self.unit);
        let goal = position.and_then(|position| sample.values.get(position)).copied().unwrap_or(MISSING);
        raw.by(&sample, &|x| if goal.is_nan() { goal } else { sample.way_to(goal, x) })
    }

    fn reference(&self) -> Option<&UnitId> {
        Some(&self.unit)
    }
}

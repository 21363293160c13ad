//! A mean that a child below the floor holds down.

use super::children::mean;
use super::{Aggregate, Children};
use crate::document::Fields;
use crate::stage::{About, Parameters};

/// The weighted arithmetic mean, held down where any child is below a floor.
///
/// ```text
/// y = Σ wᵢ xᵢ / Σ wᵢ, at most `cap` where a child present is below `floor`
/// ```
///
/// Both on the scale of the study; without a cap the floor is the cap, so that a unit with a child below it is itself not above it.
/// Missing values as [`Missing`](super::Missing) says; a missing child vetoes nothing.
///
/// # Reference
/// Non-compensatory thresholds as in OECD/JRC (2008), step 7.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Veto {
    /// Below it a child holds the node down.
    pub floor: f64,
    /// What the node is held down to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<f64>,
}

impl Parameters for Veto {
    const ABOUT: About = About {
        meaning: "weighted mean, held down where a child is below a floor",
        formula: "Σ wᵢ xᵢ / Σ wᵢ, at most cap",
        reference: "OECD/JRC (2008), step 7",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { floor: fields.required("floor"), cap: fields.optional("cap") }
    }
}

impl Aggregate for Veto {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        children.each(out, &mut |parts| {
            let (_, mean) = mean(parts);
            let vetoed = parts.iter().any(|part| part.value < self.floor);
            // A cap below the scale is the scale's end.
            let cap = self.cap.unwrap_or(self.floor).max(children.scale.lower);
            if vetoed { mean.min(cap) } else { mean }
        });
    }

    fn adds_up(&self) -> bool {
        false
    }
}

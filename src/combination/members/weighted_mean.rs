//! The mean of the members, weighted by what another indicator says of them.

use super::{Join, MemberValue};
use crate::document::Fields;
use crate::framework::{Direction, NodeId};
use crate::numeric::is_missing;
use crate::stage::{About, Parameters};

/// The mean of the members, each weighted by its own value of another indicator, such as military expenditure.
///
/// ```text
/// y = Σ wₘ xₘ / Σ wₘ   over the members that have both
/// ```
///
/// Missing when no member has both, or the weights sum to 0; a negative weight counts as 0.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct WeightedMean {
    /// The indicator whose values, of the same unit, period and member, are the weights.
    pub by: NodeId,
}

impl Parameters for WeightedMean {
    const ABOUT: About = About {
        meaning: "mean of the members weighted by another indicator",
        formula: "Σ wₘ xₘ / Σ wₘ",
        reference: "–",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { by: fields.required("by") }
    }
}

impl Join for WeightedMean {
    fn join(&self, members: &[MemberValue<'_>], _: Direction) -> f64 {
        let mut sum = 0.0;
        let mut total = 0.0;
        for member in members.iter().filter(|member| !is_missing(member.weight)) {
            let weight = member.weight.max(0.0);
            sum += weight * member.value;
            total += weight;
        }
        sum / total
    }

    fn weighted_by(&self) -> Option<&NodeId> {
        Some(&self.by)
    }
}

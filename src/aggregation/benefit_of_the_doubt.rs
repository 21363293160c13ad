//! Benefit of the doubt: each unit with the weights that suit it best.

use super::{Aggregate, Children};
use crate::error::{Path, Problem};
use crate::framework::NodeId;
use crate::numeric::Scale;
use crate::stage::plain_method;
use crate::weighting::benefit_of_the_doubt::scores;

plain_method! {
    /// Benefit of the doubt: the weighted sum of the children under the weights that are best for the unit, of those that take no
    /// ranked unit beyond the top of the scale.
    ///
    /// ```text
    /// y = max Σ w xᵢ   subject to   Σ w xₖ ≤ top of the scale for every ranked unit k,   w ≥ 0
    /// ```
    ///
    /// Stated weights play no part. Some unit is always at the top. A unit with a missing child is scored on the others and
    /// constrains nobody; missing values otherwise as [`Missing`](super::Missing) says. On the scale of its children, which must not
    /// reach below 0.
    ///
    /// # Errors
    /// [`Code::AggregationNegativeScale`](crate::error::Code::AggregationNegativeScale) when the scale starts below 0.
    ///
    /// # Reference
    /// Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82:111–145.
    BenefitOfTheDoubt
}

impl Aggregate for BenefitOfTheDoubt {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        let (_, columns) = children.compared();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        // The check of the scale has seen to it that nothing is below 0.
        let all = scores(&columns).unwrap_or_default();
        for (place, score) in out.iter_mut().zip(&all) {
            // `max` would drop a NaN; a missing value must stay missing.
            let reached = score * children.scale.upper;
            *place = if reached < children.scale.lower { children.scale.lower } else { reached };
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn needs_all_units(&self) -> bool {
        true
    }

    fn compares_pairs(&self) -> bool {
        true
    }

    fn check(&self, node: &NodeId, scale: Scale, path: &Path) -> Option<Problem> {
        super::power::refuse_negative("benefit-of-the-doubt", node, scale, path)
    }
}

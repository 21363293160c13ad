//! The weighted harmonic mean.

use super::power::{self, power_mean};
use super::{Aggregate, Children};
use crate::error::{Path, Problem};
use crate::framework::NodeId;
use crate::numeric::Scale;
use crate::stage::plain_method;

plain_method! {
    /// The weighted harmonic mean: the low children decide most.
    ///
    /// ```text
    /// y = Σ wᵢ / Σ (wᵢ / xᵢ)   over the children present
    /// ```
    ///
    /// On the scale of its children, which must not reach below 0. A child at 0 makes the node 0. Missing values as
    /// [`Missing`](super::Missing) says; never zero.
    ///
    /// # Errors
    /// [`Code::AggregationNegativeScale`](crate::error::Code::AggregationNegativeScale) when the scale starts below 0.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 7.
    Harmonic:
        "weighted harmonic mean: the low children decide most",
        "Σ wᵢ / Σ (wᵢ / xᵢ)",
        "OECD/JRC (2008), step 7"
}

impl Aggregate for Harmonic {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        children.each(out, &mut |parts| power_mean(parts, -1.0));
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn zero_decides(&self) -> bool {
        true
    }

    fn check(&self, node: &NodeId, scale: Scale, path: &Path) -> Option<Problem> {
        power::refuse_negative("harmonic", node, scale, path)
    }
}

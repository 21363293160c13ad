//! The children of a dimension become its one score.
//!
//! | method | file | score of a node |
//! |---|---|---|
//! | `arithmetic` | [`arithmetic`] | weighted arithmetic mean: a low child can be made up for |
//! | `geometric` | [`geometric`] | weighted geometric mean: it can only in part |
//!
//! What a missing child means is said per node by [`Missing`].

pub mod arithmetic;
mod children;
pub mod geometric;
mod missing;

use crate::error::{Path, Problem};
use crate::framework::NodeId;
use crate::numeric::Scale;
use crate::stage::stage;

pub use children::Children;
pub use missing::Missing;

/// What every aggregation does.
pub trait Aggregate {
    /// Writes the node's score of each unit into `out`, on the scale of its children; missing where [`Missing`] says so.
    ///
    /// A child of weight 0 takes no part, missing or not. `scratch` is as long as `out` and holds nothing.
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], scratch: &mut [f64]);

    /// Whether the node's score is the sum of its children times their shares, so that contributions are exact.
    fn adds_up(&self) -> bool;

    /// Whether one child at 0 makes the node 0 whatever the others are.
    fn zero_decides(&self) -> bool {
        false
    }

    /// What about the scale makes the method impossible for a node, if anything.
    fn check(&self, _node: &NodeId, _scale: Scale, _path: &Path) -> Option<Problem> {
        None
    }
}

stage! {
    /// How the children of a dimension become its score.
    Aggregation: Aggregate {
        Arithmetic(arithmetic::Arithmetic) = "arithmetic",
        Geometric(geometric::Geometric) = "geometric",
    }
}

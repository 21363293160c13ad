//! How much ranks depend on what: each weight, each choice, each uncertain value.
//!
//! | question | answer | how |
//! |---|---|---|
//! | how far may one weight move before ranks do? | [`NodeStability`] | exact |
//! | what would swap two units? | [`PairStability`] | exact |
//! | how often does each unit take each rank, over all weightings of two or three siblings? | [`GroupAcceptability`] | exact |
//! | what does leaving out, lowering or raising one weight do? | [`WeightEffect`] | exact |
//! | what is the variance of ranks and scores made of? | [`Variance`] | sampled, with its error |
//! | which uncertain value, if it were known, would settle most? | [`Information`] | sampled, with its error |
//! | which choice of the method moves whom? | [`Specification`] | every combination |
//! | what do other methods make of the ranks? | [`MethodComparison`] | each method is scored |
//!
//! The first three are [`Study::stability`](crate::Study::stability), the last is
//! [`Study::compare_methods`](crate::Study::compare_methods), the others [`Study::sensitivity`](crate::Study::sensitivity).

mod acceptability;
mod analysis;
mod curve;
mod factors;
mod information;
mod methods;
mod one_at_a_time;
mod pair;
mod points;
mod rank_shift;
mod request;
pub mod sobol;
mod specification;
mod stability;
mod tree;
mod weight_interval;

pub use acceptability::{GroupAcceptability, UnitAcceptability};
pub use analysis::{Sensitivity, SensitivityBlock, SensitivityRun, StatedRank, UnitVariance, Variance};
pub use curve::Solved;
pub use factors::FactorName;
pub use information::Information;
pub use methods::{Candidate, ComparedMethod, ComparedUnit, MethodComparison, MethodsRequest};
pub use one_at_a_time::WeightEffect;
pub use pair::{Moved, PairFlip, PairStability, Transfer};
pub use rank_shift::RankShift;
pub use request::{Group, Grouping, SensitivityRequest};
pub use specification::{AnswerEffect, Question, Specification, SpecifiedVariant};
pub use stability::{Pair, Stability, StabilityRequest};
pub use weight_interval::{Flip, Interval, NodeStability};

pub(crate) use pair::differences;
pub(crate) use stability::needs_means;
pub(crate) use tree::View;

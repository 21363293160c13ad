//! How sure anyone can be: scores and ranks over everything that is uncertain.
//!
//! A [`SimulationRequest`] says what varies; a [`Simulation`] draws, block by block; an [`Uncertainty`] says what the draws came to.
//!
//! ```text
//!  request ─► space of points ─► draw ─► evaluator ─► integer scores, ranks ─► counts ─► partial ─► merged ─► answer
//!            weights, data,     from the first stage                          whole numbers only: any grouping
//!            missing, method    that it touches                               and order of blocks gives one answer
//! ```
//!
//! A block is 1,024 draws that depend on the seed and the block's number alone; the last block of a simulation holds the draws that
//! are left, the first ones of that block. A [`Plan`] is cut into [`Shard`]s of whole blocks, each run anywhere into a
//! [`Partial`]; partials [merge](Partial::merge) to the very counts of one run.
//!
//! Ranks are decided on the same integer scores as a scorecard's, by the same additions in the same order: a draw of weights has the
//! ranks that [`Ranker::rank`](crate::Ranker::rank) gives for those weights, ties included.

mod answer;
mod data;
mod evaluator;
mod gamma;
mod partial;
mod plan;
mod polytope;
mod request;
mod simulation;
mod space;
pub mod statistics;
mod variants;
mod weights;

pub use answer::{CentralWeight, Pairwise, Shares, Spread, Uncertainty, UnitUncertainty, Varied};
pub(crate) use evaluator::{Evaluator, Experiment};
pub use partial::Partial;
pub use plan::{Plan, PlannedStudy, Shard};
pub use request::{
    Alternatives, DataLaw, Design, DimensionLaw, MethodLaw, MissingLaw, Patch, RangeLaw, RaterLaw, SimulationRequest,
    Statement, Vary, WeightLaw,
};
pub use simulation::{Simulation, read_request};
pub(crate) use space::{Factor, FactorOf, Input, Space};

/// Draws in a block: a block depends on the seed and its number alone.
pub const BLOCK: usize = 1_024;

//! How sure anyone can be: scores and ranks over everything that is uncertain.

mod answer;
mod data;
mod evaluator;
mod partial;
mod plan;
mod request;
mod simulation;
mod space;
pub mod statistics;
mod variants;
mod weights;

pub use answer::{CentralWeight, Pairwise, Shares, Spread, Uncertainty, UnitUncertainty, Varied};
#[expect(unused_imports, reason = "what sensitivity builds on")]
pub(crate) use evaluator::{Evaluator, Experiment};
pub use partial::Partial;
pub use plan::{Plan, PlannedStudy, Shard};
pub use request::{
    Alternatives, DataLaw, Design, DimensionLaw, MethodLaw, MissingLaw, Patch, RangeLaw, RaterLaw, SimulationRequest,
    Statement, Vary, WeightLaw,
};
pub use simulation::{Simulation, read_request};
#[expect(unused_imports, reason = "what sensitivity builds on")]
pub(crate) use space::{Factor, FactorOf, Input, Sampler, Space};

/// Draws in a block: a block depends on the seed and its number alone.
pub const BLOCK: usize = 1_024;

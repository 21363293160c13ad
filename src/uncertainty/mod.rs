//! How sure anyone can be: scores and ranks over everything that is uncertain.

mod data;
mod evaluator;
mod request;
mod space;
mod variants;
mod weights;

pub use request::{
    Alternatives, DataLaw, Design, DimensionLaw, MethodLaw, MissingLaw, Patch, RangeLaw, RaterLaw, SimulationRequest,
    Statement, Vary, WeightLaw,
};
pub(crate) use evaluator::Evaluator;
pub(crate) use space::{Factor, FactorOf, Input, Sampler, Space};

/// Draws in a block: a block depends on the seed and its number alone.
pub const BLOCK: usize = 1_024;

//! Comity.

pub mod aggregation;
#[cfg(target_arch = "wasm32")]
pub mod bindings;
pub mod combination;
pub mod data;
pub mod document;
mod error;
pub mod explanation;
pub mod framework;
pub mod limits;
pub mod method;
pub mod normalisation;
pub mod numeric;
pub mod ranking;
pub mod screening;
pub mod stage;
pub mod study;
pub mod weighting;

pub use error::{Argument, Code, Error, Path, Problem, Segment, Severity};
pub use explanation::Trace;
pub use study::{Ranker, ScoreRequest, Scorecard, Study, StudyDocument, Weight};

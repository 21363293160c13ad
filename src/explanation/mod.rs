//! Why a score is what it is.

pub mod shapley;
mod trace;

pub use trace::{Evidence, RawValue, Stage, Trace, TraceNode, UsedNormalisation};

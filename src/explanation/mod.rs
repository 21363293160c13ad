//! Why a score is what it is.

mod attribution;
pub mod shapley;
mod trace;

pub use trace::{Evidence, RawValue, Stage, Trace, TraceNode, UsedNormalisation};

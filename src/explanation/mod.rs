//! Why a score is what it is.

mod trace;

pub use trace::{Evidence, RawValue, Stage, Trace, TraceNode, UsedNormalisation};

//! Why a score is what it is, and what it would take to be another.
//!
//! | question | answer |
//! |---|---|
//! | what is a score made of? | [`Trace`] |
//! | why is one unit above another? | [`Comparison`] |
//! | why did a score move? | [`Change`] |
//! | what if this cell held something else? | [`WhatIf`] |
//! | what is the least change that reaches a rank or a score? | [`Reach`] |
//! | which weights place units as somebody says? | [`Honoured`] |

mod attribution;
mod change;
mod comparison;
mod least;
mod reach;
mod request;
pub mod shapley;
mod statements;
mod trace;
mod what_if;

pub use change::{Causes, Change, ChangeRequest, ChangeSide, NodeChange};
pub use comparison::{Comparison, NodeGap, Standing};
pub use reach::{Goal, Held, Lever, Outcome, Reach, ReachRequest, Step};
pub use statements::{Honoured, LeftOut, Statement, StatementsRequest};
pub use trace::{Evidence, RawValue, Trace, TraceNode, UsedNormalisation};
pub use what_if::{Alteration, Cell, Edit, Effect, WhatIf, WhatIfRequest};

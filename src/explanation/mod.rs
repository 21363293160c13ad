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
#[cfg(feature = "analyses")]
mod change;
#[cfg(feature = "analyses")]
mod comparison;
#[cfg(feature = "analyses")]
mod difference;
#[cfg(feature = "analyses")]
mod least;
#[cfg(feature = "analyses")]
mod levers;
#[cfg(feature = "analyses")]
mod reach;
#[cfg(feature = "analyses")]
mod request;
#[cfg(feature = "analyses")]
mod search;
pub mod shapley;
#[cfg(feature = "analyses")]
mod statements;
mod trace;
#[cfg(feature = "analyses")]
mod what_if;

#[cfg(feature = "analyses")]
pub use self::{
    change::{Causes, Change, ChangeRequest, ChangeSide, NodeChange},
    comparison::{Comparison, NodeGap, Standing},
    reach::{Goal, Held, Lever, Outcome, Reach, ReachRequest, Step},
    statements::{Honoured, LeftOut, Statement, StatementsRequest},
    what_if::{Alteration, Cell, Edit, Effect, WhatIf, WhatIfRequest},
};
pub use trace::{Evidence, RawValue, Stage, Trace, TraceNode, UsedNormalisation};

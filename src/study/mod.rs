//! A study: a document goes in, everything is checked once, scores come out.
//!
//! [`StudyDocument`] is the document, [`Study`] the same opened; [`Study::score`] gives a [`Scorecard`], [`Ranker::rank`] the
//! same scores and ranks into the caller's arrays, for a slider that moves.

mod cells;
mod contributions;
mod cross_section;
mod document;
pub mod military_diplomacy;
mod notes;
mod objectives;
mod open;
mod ranker;
mod score;
mod scorecard;

pub use document::{Objective, Preset, ProfileId, StudyDocument, StudyId};
pub use objectives::{ObjectiveName, ObjectiveResult, ObjectiveRow, ObjectiveTable};
pub use open::{Outline, OutlineNode, OutlineUnit, Study};
pub use ranker::Ranker;
pub use score::{Reweight, ScoreRequest, Weight};
pub use scorecard::{Coverage, Figure, NodeWeight, Part, RankedBy, Scorecard, TagValue, UnitScore};

pub(crate) use cells::observations_of;
pub(crate) use cross_section::{CrossSection, Leaf, found};
#[cfg(feature = "analyses")]
pub(crate) use cross_section::{normalised, sample};
pub(crate) use notes::is_beyond;
pub(crate) use open::Model;
pub(crate) use score::Evaluation;

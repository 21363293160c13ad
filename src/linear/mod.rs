//! Small matrices and linear programmes, and the agreement of judges: what few methods need, once a study, so that it is compiled
//! to be small. [`numeric`](crate::numeric) shows it beside the loops that are compiled to be fast.

mod matrix;
pub mod reliability;
mod simplex;

pub use matrix::{Matrix, dot};
pub use simplex::Simplex;

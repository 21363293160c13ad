//! Whose weights the children of a dimension have.
//!
//! | method | file | weights |
//! |---|---|---|
//! | `given` | [`given`] | as stated for each node, 1 where none is |
//! | `equal` | [`equal`] | 1 each |
//!
//! Only shares among siblings matter; [`share`] moves one share and keeps the others' proportions.

pub mod equal;
pub mod given;
pub mod share;

use crate::stage::stage;

/// What every weighting does.
pub trait Weigh {
    /// The weights of siblings from what is stated of each: non-negative numbers.
    fn weigh(&self, stated: &[Option<f64>]) -> Vec<f64>;

    /// Whether stated weights are used at all.
    fn uses_stated(&self) -> bool;
}

stage! {
    /// Whose weights the children of a dimension have.
    Weighting: Weigh {
        Given(given::Given) = "given",
        Equal(equal::Equal) = "equal",
    }
}

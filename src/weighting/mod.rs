//! Whose weights the children of a dimension have.
//!
//! | method | file | weights |
//! |---|---|---|
//! | `given` | [`given`] | as stated for each node, 1 where none is |
//! | `equal` | [`equal`] | 1 each |
//!
//! Only shares among siblings matter; [`share`] moves one share and keeps the others' proportions.

pub mod ahp;
pub mod angle;
pub mod benefit_of_the_doubt;
pub mod best_worst;
pub mod cilos;
pub mod combined;
pub mod components;
pub mod critic;
pub mod data;
pub mod entropy;
pub mod equal;
pub mod gini;
pub mod given;
pub mod idocriw;
pub mod merec;
pub mod points;
pub mod rank_order;
pub mod share;
pub mod spread;

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

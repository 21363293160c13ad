//! Scores become ranks.
//!
//! | method | file | rank |
//! |---|---|---|
//! | `tree` | [`tree`] | by the score of the tree's root |
//!
//! [`competition`] is how ranks are counted and ties are found.

pub mod aras;
pub mod cocoso;
pub mod codas;
pub mod competition;
pub mod copras;
pub mod edas;
pub mod electre_1;
pub mod electre_2;
pub mod electre_3;
pub mod mabac;
pub mod marcos;
pub mod moora;
pub mod outranking;
pub mod promethee;
pub mod rim;
pub mod spotis;
pub mod table;
pub mod topsis;
pub mod tree;
pub mod vikor;
pub mod waspas;

use crate::stage::stage;

use crate::numeric::Scale;

/// What every ranking rule does.
pub trait Rank {
    /// Writes the rank of each unit, from 1, and 0 for a missing score; gives how many are ranked. `scratch` is reused.
    fn rank(&self, scores: &[f64], scale: Scale, ranks: &mut [u32], scratch: &mut competition::Scratch) -> usize;
}

stage! {
    /// What decides who is first.
    Ranking: Rank {
        Tree(tree::Tree) = "tree",
    }
}

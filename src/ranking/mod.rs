//! Scores become ranks.
//!
//! | method | file | rank |
//! |---|---|---|
//! | `tree` | [`tree`] | by the score of the tree's root |
//!
//! [`competition`] is how ranks are counted and ties are found.

pub mod competition;
pub mod tree;

use crate::stage::stage;

/// What a ranking rule can give, so that the doors can hide what is absent and say why.
pub trait Rank {
    /// Whether dimensions have scores of their own.
    fn has_dimensions(&self) -> bool;
}

stage! {
    /// What decides who is first.
    Ranking: Rank {
        Tree(tree::Tree) = "tree",
    }
}

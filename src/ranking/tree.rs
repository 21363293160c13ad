//! Ranking by the index: the score of the tree's root.

use super::Rank;
use crate::stage::plain_method;

plain_method! {
    /// The unit with the higher score of the tree's root comes first; [competition ranks](super::competition), ties named.
    Tree
}

impl Rank for Tree {
    fn has_dimensions(&self) -> bool {
        true
    }
}

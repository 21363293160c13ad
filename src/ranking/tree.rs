//! Ranking by the index: the score of the tree's root.

use super::Rank;
use super::competition::{Scratch, competition_ranks};
use crate::numeric::Scale;
use crate::stage::plain_method;

plain_method! {
    /// The unit with the higher score of the tree's root comes first; [competition ranks](super::competition), ties named.
    Tree
}

impl Rank for Tree {
    fn rank(&self, scores: &[f64], scale: Scale, ranks: &mut [u32], scratch: &mut Scratch) -> usize {
        competition_ranks(scores, scale, ranks, scratch)
    }
}

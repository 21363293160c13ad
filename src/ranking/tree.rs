//! Ranking by the index: the score of the tree's root.

use super::Rank;
use crate::stage::plain_method;

plain_method! {
    /// The unit with the higher score of the tree's root comes first; [competition ranks](super::competition), ties named.
    Tree:
        "by the index, the score of the root",
        "rank = 1 + number of higher scores",
        "OECD/JRC (2008), step 7"
}

impl Rank for Tree {}

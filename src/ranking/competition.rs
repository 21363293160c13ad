//! Competition ranking on the integer score.

use crate::numeric::column::mapped;
use crate::numeric::stats::extent;
use crate::numeric::{KeySorter, Scale, is_missing};

/// Bits of a key that hold the unit's index; the score's 37 bits lie above them.
const INDEX_BITS: u32 = 27;

/// What ranking works in, to be reused.
#[derive(Debug, Default)]
pub struct Scratch {
    keys: Vec<u64>,
    sorter: KeySorter,
}

/// Writes the competition rank of each score of a method with bounds of its own or none, the better first; missing scores get 0.
/// Gives how many are ranked.
///
/// The rule is the one of [`competition_ranks`]: scores are rounded to 10⁻¹¹ of their scale. It lies between the method's bounds;
/// for a method without any, between the lowest and the highest of these scores.
pub fn ranks_between(scores: &[f64], higher: bool, bounds: Option<(f64, f64)>, ranks: &mut [u32]) -> usize {
    let turned = mapped(scores, &|score| if higher { score } else { 0.0 - score });
    let (lower, upper) = match bounds {
        Some((lower, upper)) if higher => (lower, upper),
        Some((lower, upper)) => (-upper, -lower),
        None => extent(&turned),
    };
    let scale =
        if upper > lower { Scale { lower, upper } } else { Scale { lower, upper: lower + lower.abs().max(1.0) } };
    competition_ranks(&turned, scale, ranks, &mut Scratch::default())
}

/// Writes the competition rank of each score, higher first: 1, 2, 2, 4. A missing score gets 0, no rank. Gives how many are
/// ranked.
///
/// Ties are decided on the [integer score](Scale::steps): mathematical ties are ties, whatever the last bits of the sums.
/// `ranks` is as long as `scores`; `scratch` is reused, so that ranking again allocates nothing.
///
/// One key packs the score's steps, turned round so that the best is lowest, and the unit's index: sorting whole numbers decides
/// the order, and the index of equal scores.
pub fn competition_ranks(scores: &[f64], scale: Scale, ranks: &mut [u32], scratch: &mut Scratch) -> usize {
    let Scratch { keys, sorter } = scratch;
    let best = scale.steps(scale.upper);
    keys.clear();
    keys.extend(scores.iter().zip(0_u64..).filter(|(score, _)| !is_missing(**score)).map(|(score, index)| {
        let behind = best - scale.steps(*score);
        behind << INDEX_BITS | index
    }));
    sorter.sort(keys, INDEX_BITS);
    ranks.fill(0);
    let mut rank = 0;
    let mut last = None;
    for (key, position) in keys.iter().zip(1_u32..) {
        let steps = key >> INDEX_BITS;
        if last != Some(steps) {
            rank = position;
            last = Some(steps);
        }
        if let Some(place) = index_of(*key).and_then(|index| ranks.get_mut(index)) {
            *place = rank;
        }
    }
    keys.len()
}

/// The indexes of ranked units in the order of their ranks, equal ranks in the order of the indexes.
#[must_use]
pub fn in_order_of(ranks: &[u32]) -> Vec<usize> {
    let ranked = ranks.iter().zip(0_u64..).filter(|(rank, _)| **rank > 0);
    let mut keys: Vec<u64> = ranked.map(|(rank, index)| u64::from(*rank) << INDEX_BITS | index).collect();
    KeySorter::default().sort(&mut keys, INDEX_BITS);
    keys.into_iter().filter_map(index_of).collect()
}

/// The index that a key was made from.
fn index_of(key: u64) -> Option<usize> {
    usize::try_from(key & ((1 << INDEX_BITS) - 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::MISSING;

    fn ranks(scores: &[f64]) -> Vec<u32> {
        let mut ranks = vec![9; scores.len()];
        competition_ranks(scores, Scale::default(), &mut ranks, &mut Scratch::default());
        ranks
    }

    #[test]
    fn ties_share_the_better_rank_and_the_next_is_skipped() {
        assert_eq!(ranks(&[50.0, 80.0, 50.0, 10.0]), [2, 1, 2, 4]);
        assert_eq!(ranks(&[0.1 + 0.2, 0.3]), [1, 1]);
    }

    #[test]
    fn a_missing_score_has_no_rank_and_moves_nobody() {
        assert_eq!(ranks(&[MISSING, 80.0, 50.0]), [0, 1, 2]);
        assert_eq!(ranks(&[]), Vec::<u32>::new());
        assert_eq!(ranks(&[MISSING]), [0]);
    }

    #[test]
    fn a_scale_of_any_kind_has_the_same_rule() {
        let ranks = |scores: &[f64], higher: bool, bounds: Option<(f64, f64)>| {
            let mut ranks = vec![9; scores.len()];
            ranks_between(scores, higher, bounds, &mut ranks);
            ranks
        };
        assert_eq!(ranks(&[0.1 + 0.2, 0.3, 0.9, MISSING], true, Some((0.0, 1.0))), [2, 2, 1, 0]);
        assert_eq!(ranks(&[0.1 + 0.2, 0.3, 0.9, MISSING], false, Some((0.0, 1.0))), [1, 1, 3, 0]);
        assert_eq!(ranks(&[0.1 + 0.2, 0.3, 3.0], true, None), [2, 2, 1]);
        assert_eq!(ranks(&[7.0, 7.0], false, None), [1, 1]);
        assert_eq!(ranks(&[], true, None), Vec::<u32>::new());
        // Between bounds two that differ by less than a step of theirs are tied, whatever the others are.
        assert_eq!(ranks(&[0.5, 0.5 + 1e-13], true, Some((0.0, 1.0))), [1, 1]);
    }

    #[test]
    fn both_ends_of_the_scale_have_their_rank() {
        assert_eq!(ranks(&[0.0, 100.0, 100.0]), [3, 1, 1]);
    }
}

//! Competition ranks of whole scores, over and over: the larger part of what a draw costs.

use super::{KeySorter, STEPS, Scale, is_missing};

/// The integer score of a unit that has none.
pub const UNSCORED: u64 = u64::MAX;

/// Bits of a key that hold the unit's index; the score's 37 bits lie above them.
const INDEX_BITS: u32 = 27;

/// Buckets at most.
const BUCKETS: usize = 2_048;

impl Scale {
    /// Writes each score as a whole number of steps: the very numbers of [`Scale::steps`], and [`UNSCORED`] for a missing one.
    #[inline(never)]
    pub fn all_steps(self, scores: &[f64], steps: &mut [u64]) {
        /// 2⁵²: a number up to 2⁵² added to it is rounded to a whole one, which its lowest bits then are.
        const WHOLE: f64 = 4_503_599_627_370_496.0;
        let (lower, width) = (self.lower, self.width());
        for (score, steps) in scores.iter().zip(steps) {
            let place = (score - lower) / width * STEPS + 0.5;
            let place = if place > 0.0 { place } else { 0.0 };
            let place = if place < STEPS { place } else { STEPS };
            let nearest = (place + WHOLE) - WHOLE;
            let whole = if nearest > place { nearest - 1.0 } else { nearest };
            let bits = (whole + WHOLE).to_bits() ^ WHOLE.to_bits();
            *steps = if is_missing(*score) { UNSCORED } else { bits };
        }
    }
}

/// What ranking works in, to be used again.
#[derive(Debug)]
pub struct Ranking {
    keys: Vec<u64>,
    sorted: Vec<u64>,
    starts: Box<[u32; BUCKETS]>,
    sorter: KeySorter,
}

impl Default for Ranking {
    fn default() -> Self {
        Self { keys: Vec::new(), sorted: Vec::new(), starts: Box::new([0; BUCKETS]), sorter: KeySorter::default() }
    }
}

impl Ranking {
    /// Writes the competition rank of each integer score, higher first: 1, 2, 2, 4; 0 for [`UNSCORED`].
    ///
    /// The same ranks as [sorting](KeySorter) gives. Keys are dealt into about twice as many buckets of equal width between the
    /// lowest and the highest score as there are keys, and what falls together is put in order by insertion; scores so uneven
    /// that this would take long are sorted.
    #[inline(never)]
    pub fn rank(&mut self, steps: &[u64], ranks: &mut [u32]) {
        // A whole number, by its definition.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "STEPS is a whole number of 37 bits"
        )]
        const BEST: u64 = STEPS as u64;
        let Self { keys, sorted, starts, sorter } = self;
        keys.clear();
        let all = steps.iter().zip(0_u64..);
        let key = |(steps, index): (&u64, u64)| (BEST.wrapping_sub(*steps)) << INDEX_BITS | index;
        if steps.contains(&UNSCORED) {
            keys.extend(all.filter(|(steps, _)| **steps != UNSCORED).map(key));
        } else {
            // The same, many at a time.
            keys.extend(all.map(key));
        }
        let buckets = (keys.len() * 2).next_power_of_two();
        let in_order = if buckets > BUCKETS {
            false
        } else {
            deal(keys, sorted, starts, buckets);
            put_in_order(sorted)
        };
        if !in_order {
            sorter.sort(keys, INDEX_BITS);
            std::mem::swap(keys, sorted);
        }
        ranks.fill(0);
        let mut rank = 0;
        let mut last = UNSCORED;
        for (key, position) in sorted.iter().zip(1_u32..) {
            let steps = key >> INDEX_BITS;
            if steps != last {
                rank = position;
                last = steps;
            }
            let index = usize::try_from(key & ((1 << INDEX_BITS) - 1)).unwrap_or(usize::MAX);
            if let Some(place) = ranks.get_mut(index) {
                *place = rank;
            }
        }
    }
}

/// Deals keys into buckets, the lowest first; within a bucket they keep their order.
fn deal(keys: &[u64], sorted: &mut Vec<u64>, starts: &mut [u32; BUCKETS], buckets: usize) {
    let (mut lowest, mut highest) = (u64::MAX, 0);
    for key in keys {
        lowest = lowest.min(*key);
        highest = highest.max(*key);
    }
    // Differences of at most 32 bits, and what stretches them over all buckets.
    let span = highest.wrapping_sub(lowest);
    let shift = (u64::BITS - span.leading_zeros()).saturating_sub(u32::BITS);
    let stretch = ((buckets as u64) << u32::BITS) / ((span >> shift) + 1);
    let bucket = |key: u64| {
        let difference = key.wrapping_sub(lowest) >> shift;
        usize::try_from(difference.wrapping_mul(stretch) >> u32::BITS).unwrap_or(0) & (BUCKETS - 1)
    };
    for start in starts.iter_mut().take(buckets) {
        *start = 0;
    }
    for key in keys {
        if let Some(start) = starts.get_mut(bucket(*key)) {
            *start = start.wrapping_add(1);
        }
    }
    let mut next = 0_u32;
    for start in starts.iter_mut().take(buckets) {
        let count = *start;
        *start = next;
        next = next.wrapping_add(count);
    }
    sorted.resize(keys.len(), 0);
    for key in keys {
        let Some(start) = starts.get_mut(bucket(*key)) else { continue };
        if let Some(place) = usize::try_from(*start).ok().and_then(|start| sorted.get_mut(start)) {
            *place = *key;
        }
        *start = start.wrapping_add(1);
    }
}

/// Puts nearly sorted keys in order by insertion; gives up, and says so, when that would take many moves.
fn put_in_order(keys: &mut [u64]) -> bool {
    let mut moves = keys.len() * 8;
    let mut last = 0;
    for at in 0..keys.len() {
        let key = keys.get(at).copied().unwrap_or(u64::MAX);
        if key >= last {
            last = key;
            continue;
        }
        let mut hole = at;
        while let Some([before, place]) = hole.checked_sub(1).and_then(|before| keys.get_mut(before..=hole)) {
            if *before <= key || moves == 0 {
                break;
            }
            *place = *before;
            hole -= 1;
            moves -= 1;
        }
        if let Some(place) = keys.get_mut(hole) {
            *place = key;
        }
    }
    moves > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MISSING, Random};

    #[test]
    fn all_steps_are_the_steps_of_each() {
        let mut random = Random::new(5, 0, 0);
        for scale in [Scale::default(), Scale { lower: -50.0, upper: 50.0 }, Scale { lower: 1.0, upper: 1.5 }] {
            let mut scores: Vec<f64> = (0..20_000).map(|_| scale.at(random.uniform() * 1.02 - 0.01)).collect();
            // Halves of a step, where rounding decides, and their neighbours.
            for _ in 0..20_000 {
                let half = scale.at(((random.uniform() * STEPS).floor() + 0.5) / STEPS);
                scores.extend([half, half.next_up(), half.next_down()]);
            }
            let mut steps = vec![0; scores.len()];
            scale.all_steps(&scores, &mut steps);
            for (score, got) in scores.iter().zip(&steps) {
                assert_eq!(*got, scale.steps(*score), "{score} on {scale:?}");
            }
        }
        let mut steps = [0; 2];
        Scale::default().all_steps(&[MISSING, -0.0], &mut steps);
        assert_eq!(steps, [UNSCORED, 0]);
    }

    #[test]
    fn ranks_are_those_of_counting_who_is_higher() {
        let mut random = Random::new(9, 0, 0);
        let mut ranking = Ranking::default();
        for units in [0, 1, 2, 3, 40, 63, 200, 700, 1_100, 3_000] {
            for kind in 0..5 {
                let steps: Vec<u64> = (0..units)
                    .map(|index| match kind {
                        0 => random.bits() >> 28,
                        1 => random.bits() >> 61,
                        2 if index == 0 => 0,
                        2 => 99_999_999_000 + (random.bits() >> 55),
                        3 if random.bits() >> 63 == 0 => UNSCORED,
                        3 => random.bits() >> 50,
                        _ => 7,
                    })
                    .map(|steps| if steps == UNSCORED { steps } else { steps.min(100_000_000_000) })
                    .collect();
                let mut ranks = vec![9; units];
                ranking.rank(&steps, &mut ranks);
                for (unit, rank) in ranks.iter().enumerate() {
                    let own = steps[unit];
                    let higher = steps.iter().filter(|other| **other != UNSCORED && **other > own).count();
                    let expected = if own == UNSCORED { 0 } else { higher + 1 };
                    assert_eq!(usize::try_from(*rank), Ok(expected), "{units} units, kind {kind}, unit {unit}");
                }
            }
        }
    }
}

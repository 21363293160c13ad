//! What is counted over draws: whole numbers only, so that any grouping and order of draws gives the same.

use super::{STEPS, UNSCORED};

/// Bits of an integer score below a bin of the histogram.
const BIN_BITS: u32 = 27;

/// Steps of the scale in a bin of the histogram of scores: 0.134 % of the scale.
pub const BIN_STEPS: u64 = 1 << BIN_BITS;

/// The same as a share of the scale.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
pub const BIN_WIDTH: f64 = BIN_STEPS as f64 / STEPS;

/// Bins that the scale is divided into, the last of them not all of the scale's.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "STEPS is a whole number of 37 bits")]
pub const BINS: usize = (STEPS as u64 >> BIN_BITS) as usize + 1;

/// Bits of an integer score in the lower of two halves, whose products can be summed over [2²⁶](MOST_DRAWS) draws in 64 bits.
const HALF_BITS: u32 = 19;

/// Steps of a weight that are summed: 2³⁶.
pub const WEIGHT_STEPS: f64 = 68_719_476_736.0;

/// Draws that can be counted: sums fit 64 bits, counts 32.
pub const MOST_DRAWS: u64 = 1 << 26;

/// Counts and sums over draws of so many units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Draws.
    pub draws: u64,
    /// By unit: the sum of integer scores.
    pub sums: Vec<u64>,
    /// By unit: the sums of the squares of the upper halves of scores, of upper times lower halves, of the squares of the lower.
    pub products: [Vec<u64>; 3],
    /// By unit, then by rank: in how many draws it takes the rank.
    pub ranks: Vec<u32>,
    /// By unit, then by bin: in how many draws its score lies in the bin.
    pub bins: Vec<u32>,
    /// By unit, then by unit: in how many draws the first scores strictly higher. Empty when pairs are not counted.
    pub wins: Vec<u32>,
    /// By unit, then by weight: the sums of the weights, in [`WEIGHT_STEPS`], of the draws in which the unit is first.
    pub centres: Vec<u64>,
    weights: usize,
    /// The ranks of the block at hand, by unit, then by draw; empty when pairs are not counted.
    block_ranks: Vec<i16>,
    block: usize,
    filled: usize,
}

impl Counts {
    /// Nothing counted yet of so many units and weights, in blocks of so many draws, with or without pairs.
    #[must_use]
    pub fn new(units: usize, weights: usize, block: usize, pairs: bool) -> Self {
        Self {
            draws: 0,
            sums: vec![0; units],
            products: [vec![0; units], vec![0; units], vec![0; units]],
            ranks: vec![0; units * units],
            bins: vec![0; units * BINS],
            wins: if pairs { vec![0; units * units] } else { Vec::new() },
            centres: vec![0; units * weights],
            weights,
            block_ranks: if pairs { vec![0; units * block] } else { Vec::new() },
            block,
            filled: 0,
        }
    }

    /// Counts one draw: integer scores, ranks from 1 and 0 for a unit that is not scored, and the weights from 0 to 1.
    #[inline(never)]
    pub fn add(&mut self, steps: &[u64], ranks: &[u32], weights: &[f64]) {
        self.draws += 1;
        let [upper_squares, mixed, lower_squares] = &mut self.products;
        let sums = self.sums.iter_mut().zip(upper_squares).zip(mixed).zip(lower_squares);
        for ((((sum, upper_square), mixed), lower_square), steps) in sums.zip(steps) {
            let steps = if *steps == UNSCORED { 0 } else { *steps };
            // Masked, so that the products are seen to be of 32 bits.
            let upper = (steps >> HALF_BITS) & 0xffff_ffff;
            let lower = steps & ((1 << HALF_BITS) - 1);
            *sum = sum.wrapping_add(steps);
            *upper_square = upper_square.wrapping_add(upper.wrapping_mul(upper));
            *mixed = mixed.wrapping_add(upper.wrapping_mul(lower));
            *lower_square = lower_square.wrapping_add(lower.wrapping_mul(lower));
        }
        for (row, _) in self.centres.chunks_exact_mut(self.weights.max(1)).zip(ranks).filter(|(_, rank)| **rank == 1) {
            for (sum, weight) in row.iter_mut().zip(weights) {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a weight is from 0 to 1")]
                let steps = (weight * WEIGHT_STEPS + 0.5) as u64;
                *sum = sum.wrapping_add(steps);
            }
        }
        let units = ranks.len().max(1);
        for ((row, rank), (bins, steps)) in
            self.ranks.chunks_exact_mut(units).zip(ranks).zip(self.bins.chunks_exact_mut(BINS).zip(steps))
        {
            // Rank 0 and the bin of no score are beyond the end.
            if let Some(count) = usize::try_from(rank.wrapping_sub(1)).ok().and_then(|rank| row.get_mut(rank)) {
                *count = count.wrapping_add(1);
            }
            if let Some(count) = usize::try_from(steps >> BIN_BITS).ok().and_then(|bin| bins.get_mut(bin)) {
                *count = count.wrapping_add(1);
            }
        }
        if !self.block_ranks.is_empty() {
            let at = self.filled;
            for (row, rank) in self.block_ranks.chunks_exact_mut(self.block).zip(ranks) {
                if let Some(place) = row.get_mut(at) {
                    *place = i16::try_from(*rank).unwrap_or(i16::MAX);
                }
            }
        }
        self.filled += 1;
        if self.filled == self.block {
            self.close_block();
        }
    }

    /// Takes the block at hand into account; a block that is full closes by itself.
    pub fn close_block(&mut self) {
        self.count_wins();
        self.filled = 0;
    }

    /// The sum of the squares of a unit's integer scores.
    #[must_use]
    pub fn sum_of_squares(&self, unit: usize) -> u128 {
        let [upper, mixed, lower] = &self.products;
        let sum = |sums: &[u64]| u128::from(sums.get(unit).copied().unwrap_or(0));
        (sum(upper) << (2 * HALF_BITS)) + (sum(mixed) << (HALF_BITS + 1)) + sum(lower)
    }

    fn count_wins(&mut self) {
        let units = self.sums.len();
        let filled = self.filled;
        // Nobody wins against a unit without a score, and it wins against nobody.
        for rank in self.block_ranks.iter_mut().filter(|rank| **rank == 0) {
            *rank = i16::MAX;
        }
        let mut loser: Vec<i16> = Vec::new();
        for (second, row) in self.block_ranks.chunks_exact(self.block.max(1)).enumerate() {
            loser.clear();
            loser.extend(row.iter().take(filled).map(|rank| if *rank == i16::MAX { 0 } else { *rank }));
            for (first, winner) in self.block_ranks.chunks_exact(self.block.max(1)).enumerate() {
                let won = lower_in_first(winner, &loser);
                if let Some(count) = self.wins.get_mut(first * units + second) {
                    *count = count.wrapping_add(u32::from(won));
                }
            }
        }
    }

    /// Adds what another has counted of the same units.
    pub fn merge(&mut self, other: &Self) {
        self.draws += other.draws;
        add(&mut self.sums, &other.sums);
        add(&mut self.centres, &other.centres);
        for (own, other) in self.products.iter_mut().zip(&other.products) {
            add(own, other);
        }
        for (own, others) in
            [(&mut self.ranks, &other.ranks), (&mut self.bins, &other.bins), (&mut self.wins, &other.wins)]
        {
            add_counts(own, others);
        }
    }
}

#[inline(never)]
fn add_counts(own: &mut [u32], others: &[u32]) {
    for (own, other) in own.iter_mut().zip(others) {
        *own += other;
    }
}

#[inline(never)]
fn add(own: &mut [u64], others: &[u64]) {
    for (own, other) in own.iter_mut().zip(others) {
        *own += other;
    }
}

/// In how many places the first number is the lower one, of at most 2¹⁶ − 1.
#[inline(never)]
fn lower_in_first(first: &[i16], second: &[i16]) -> u16 {
    first.iter().zip(second).fold(0_u16, |count, (a, b)| count.wrapping_add(u16::from(a < b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_parts_merge_to_the_counts_of_the_whole() {
        let draws: Vec<([u64; 3], [u32; 3])> = vec![
            ([10, 30, 20], [3, 1, 2]),
            ([5, 5, UNSCORED], [1, 1, 0]),
            ([100_000_000_000, 0, 7], [1, 3, 2]),
            ([1 << 30, 1 << 31, 3], [2, 1, 3]),
        ];
        let count = |draws: &[([u64; 3], [u32; 3])]| {
            let mut counts = Counts::new(3, 2, 2, true);
            for (steps, ranks) in draws {
                counts.add(steps, ranks, &[0.25, 0.75]);
            }
            counts.close_block();
            counts
        };
        let whole = count(&draws);
        let mut merged = count(&draws[2..]);
        merged.merge(&count(&draws[..2]));
        assert_eq!((&merged.sums, &merged.products, &merged.ranks), (&whole.sums, &whole.products, &whole.ranks));
        assert_eq!((&merged.bins, &merged.wins, merged.draws), (&whole.bins, &whole.wins, 4));
        assert_eq!(merged.centres, whole.centres);
        for unit in 0..3 {
            let scored =
                draws.iter().map(|(steps, _)| u128::from(steps[unit])).filter(|steps| *steps != u128::from(UNSCORED));
            assert_eq!(whole.sum_of_squares(unit), scored.map(|steps| steps * steps).sum::<u128>());
        }
        assert_eq!(whole.ranks, [2, 1, 1, 3, 0, 1, 0, 2, 1]);
        // 0 above 1 once (third draw), 1 above 0 twice, 0 above 2 twice; in the second draw 0 and 1 tie and 2 has no score.
        assert_eq!(whole.wins, [0, 1, 2, 2, 0, 2, 1, 1, 0]);
    }
}

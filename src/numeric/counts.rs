//! What is counted over draws: whole numbers only, so that any grouping and order of draws gives the same.

use super::{STEPS, UNSCORED};

/// Bits of an integer score below a bin of the histogram.
const BIN_BITS: u32 = 27;

/// Steps of the scale in a bin of the histogram of scores: 0.134 % of the scale.
pub const BIN_STEPS: u64 = 1 << BIN_BITS;

/// Bins that the scale is divided into, the last of them not all of the scale's.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "STEPS is a whole number of 37 bits")]
pub const BINS: usize = (STEPS as u64 >> BIN_BITS) as usize + 1;

/// Bits of an integer score that its square leaves out: 26 remain, 2·10⁻⁸ of the scale, so that squares of a block fit 64.
const COARSE_BITS: u32 = 11;

/// Steps of the scale in one of the coarser steps that squares are taken of.
pub const COARSE_STEPS: f64 = (1_u64 << COARSE_BITS) as f64;

/// Counts and sums over draws of so many units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Draws.
    pub draws: u64,
    /// By unit: the sum of integer scores.
    pub sums: Vec<u64>,
    /// By unit: the sum of coarser scores.
    pub coarse: Vec<u64>,
    /// By unit: the sum of the squares of coarser scores.
    pub squares: Vec<u128>,
    /// By unit, then by rank: in how many draws it takes the rank.
    pub ranks: Vec<u32>,
    /// By unit, then by bin: in how many draws its score lies in the bin.
    pub bins: Vec<u32>,
    /// By unit, then by unit: in how many draws the first scores strictly higher. Empty when pairs are not counted.
    pub wins: Vec<u32>,
    /// The squares of the block at hand.
    block_squares: Vec<u64>,
    /// The ranks of the block at hand, by unit, then by draw; empty when pairs are not counted.
    block_ranks: Vec<i16>,
    block: usize,
    filled: usize,
}

impl Counts {
    /// Nothing counted yet of so many units, in blocks of so many draws, with or without pairs.
    #[must_use]
    pub fn new(units: usize, block: usize, pairs: bool) -> Self {
        Self {
            draws: 0,
            sums: vec![0; units],
            coarse: vec![0; units],
            squares: vec![0; units],
            ranks: vec![0; units * units],
            bins: vec![0; units * BINS],
            wins: if pairs { vec![0; units * units] } else { Vec::new() },
            block_squares: vec![0; units],
            block_ranks: if pairs { vec![0; units * block] } else { Vec::new() },
            block,
            filled: 0,
        }
    }

    /// Counts one draw: integer scores, and ranks from 1, 0 for a unit that is not scored.
    #[inline(never)]
    pub fn add(&mut self, steps: &[u64], ranks: &[u32]) {
        self.draws += 1;
        let sums = self.sums.iter_mut().zip(&mut self.coarse).zip(&mut self.block_squares);
        for (((sum, coarse), square), steps) in sums.zip(steps) {
            let steps = if *steps == UNSCORED { 0 } else { *steps };
            let rough = (steps >> COARSE_BITS) & 0xffff_ffff;
            *sum = sum.wrapping_add(steps);
            *coarse = coarse.wrapping_add(rough);
            *square = square.wrapping_add(rough * rough);
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
        for (sum, square) in self.squares.iter_mut().zip(&mut self.block_squares) {
            *sum += u128::from(std::mem::take(square));
        }
        self.count_wins();
        self.filled = 0;
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
        for (own, others) in [(&mut self.sums, &other.sums), (&mut self.coarse, &other.coarse)] {
            for (own, other) in own.iter_mut().zip(others) {
                *own += other;
            }
        }
        for (own, other) in self.squares.iter_mut().zip(&other.squares) {
            *own += other;
        }
        for (own, others) in
            [(&mut self.ranks, &other.ranks), (&mut self.bins, &other.bins), (&mut self.wins, &other.wins)]
        {
            for (own, other) in own.iter_mut().zip(others) {
                *own += other;
            }
        }
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
            let mut counts = Counts::new(3, 2, true);
            draws.iter().for_each(|(steps, ranks)| counts.add(steps, ranks));
            counts.close_block();
            counts
        };
        let whole = count(&draws);
        let mut merged = count(&draws[2..]);
        merged.merge(&count(&draws[..2]));
        assert_eq!((&merged.sums, &merged.squares, &merged.ranks), (&whole.sums, &whole.squares, &whole.ranks));
        assert_eq!((&merged.bins, &merged.wins, merged.draws), (&whole.bins, &whole.wins, 4));
        assert_eq!(whole.ranks, [2, 1, 1, 3, 0, 1, 0, 2, 1]);
        // 0 above 1 once (third draw), 1 above 0 twice, 0 above 2 twice; in the second draw 0 and 1 tie and 2 has no score.
        assert_eq!(whole.wins, [0, 1, 2, 2, 0, 2, 1, 1, 0]);
    }
}

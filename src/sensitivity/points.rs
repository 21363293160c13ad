//! The two points of a base draw.

use crate::numeric::Random;
use crate::numeric::sobol::{DIMENSIONS, Sobol};

/// The points A and B of a block's base draws: two halves of one point of twice as many coordinates.
///
/// The points of a block are a scrambled Sobol' sequence of its own, as far as that has coordinates, and independent random numbers
/// beyond: within a block they are spread more evenly than chance would, and blocks are independent of each other, so that their
/// differences show the sampling error.
///
/// # Reference
/// Owen (1997), *Scrambled net variance for integrals of smooth functions*, Annals of Statistics 25, 1541–1562.
#[derive(Debug)]
pub(crate) struct Points {
    sobol: Sobol,
    random: Random,
    both: Vec<f64>,
}

/// The stream of random numbers that points are drawn from.
const STREAM: u64 = u64::MAX - 1;

impl Points {
    /// The points of a block of a seed.
    pub(crate) fn new(dimensions: usize, seed: u64, block: u64) -> Self {
        let mut random = Random::new(seed, block, STREAM);
        let even = dimensions.min(DIMENSIONS / 2);
        Self { sobol: Sobol::scrambled(2 * even, random.bits()), random, both: vec![0.0; 2 * even] }
    }

    /// Writes the two points of a draw.
    pub(crate) fn fill(&mut self, draw: u64, a: &mut [f64], b: &mut [f64]) {
        self.sobol.point(draw, &mut self.both);
        let even = self.both.len() / 2;
        for (half, point) in self.both.chunks(even.max(1)).zip([a, b]) {
            let (first, rest) = point.split_at_mut(even.min(point.len()));
            first.copy_from_slice(half);
            self.random.fill(rest);
        }
    }
}

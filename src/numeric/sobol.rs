//! A low-discrepancy sequence: points that fill the unit cube more evenly than chance.

use super::Random;

/// Dimensions that direction numbers are held for.
pub const DIMENSIONS: usize = 64;

/// Bits of a coordinate.
const BITS: usize = 32;

/// The Sobol' sequence, plain or scrambled.
///
/// Scrambling is Owen's: at each binary digit of a coordinate all digits below it are permuted at random, which keeps the
/// evenness, makes every coordinate uniform, and makes averages over points unbiased; the permutations are a hash.
///
/// # Reference
/// Sobol' (1967); Joe & Kuo (2008), constructing Sobol sequences with better two-dimensional projections, SIAM Journal on
/// Scientific Computing 30(5), and their direction numbers `new-joe-kuo-6.21201`; Owen (1995); Burley (2020), practical hash-based
/// Owen scrambling, Journal of Computer Graphics Techniques 9(4).
#[derive(Debug, Clone)]
pub struct Sobol {
    directions: Vec<[u32; BITS]>,
    /// One a dimension; none for the plain sequence.
    scrambles: Option<Vec<u32>>,
}

impl Sobol {
    /// The plain sequence of so many dimensions, at most [`DIMENSIONS`], as published: its first point is all zeros.
    #[must_use]
    pub fn plain(dimensions: usize) -> Self {
        let mut directions = Vec::with_capacity(dimensions.min(DIMENSIONS));
        let mut starts = START;
        for polynomial in POLYNOMIALS.iter().take(dimensions) {
            let degree = usize::try_from(u16::BITS - 1 - polynomial.leading_zeros()).unwrap_or(0);
            let (own, rest) = starts.split_at_checked(degree).unwrap_or_default();
            starts = rest;
            directions.push(directions_of(*polynomial, degree, own));
        }
        Self { directions, scrambles: None }
    }

    /// The sequence of so many dimensions, at most [`DIMENSIONS`], scrambled by a seed.
    #[must_use]
    pub fn scrambled(dimensions: usize, seed: u64) -> Self {
        let plain = Self::plain(dimensions);
        let mut random = Random::new(seed, 0, u64::MAX);
        let scrambles = plain.directions.iter().map(|_| u32::try_from(random.bits() >> 32).unwrap_or(0));
        Self { scrambles: Some(scrambles.collect()), ..plain }
    }

    /// Writes the coordinates of a point, as many as there are dimensions, and leaves the others as they are.
    ///
    /// Plain: from 0 to below 1, in the published order. Scrambled: between 0 and 1, in the middle of steps of 2⁻³².
    pub fn point(&self, index: u64, point: &mut [f64]) {
        const STEP: f64 = 1.0 / 4_294_967_296.0;
        let gray = index ^ (index >> 1);
        for (dimension, (directions, place)) in self.directions.iter().zip(point).enumerate() {
            let mut left = gray;
            let mut bits = 0;
            while left != 0 {
                let lowest = usize::try_from(left.trailing_zeros()).unwrap_or(BITS);
                bits ^= directions.get(lowest).copied().unwrap_or(0);
                left &= left - 1;
            }
            *place = match self.scrambles.as_ref().and_then(|scrambles| scrambles.get(dimension)) {
                Some(scramble) => (f64::from(scrambled(bits, *scramble)) + 0.5) * STEP,
                None => f64::from(bits) * STEP,
            };
        }
    }
}

/// The direction numbers of a dimension, from those it starts with; the first dimension has none, and is the van der Corput sequence.
fn directions_of(polynomial: u16, degree: usize, start: &[u16]) -> [u32; BITS] {
    let mut directions = [0_u32; BITS];
    for bit in 0..BITS {
        let value = if degree == 0 {
            1 << (BITS - 1 - bit)
        } else if let Some(own) = start.get(bit) {
            u32::from(*own) << (BITS - 1 - bit)
        } else {
            let before = |back: usize| bit.checked_sub(back).and_then(|at| directions.get(at)).copied().unwrap_or(0);
            let first = before(degree);
            (1..degree).fold(before(degree) ^ (first >> degree), |value, back| {
                let factor = polynomial >> (degree - back) & 1;
                if factor == 1 { value ^ before(back) } else { value }
            })
        };
        if let Some(place) = directions.get_mut(bit) {
            *place = value;
        }
    }
    directions
}

/// Owen's scrambling of the bits of a coordinate: each bit is turned by a hash of the bits above it.
fn scrambled(bits: u32, seed: u32) -> u32 {
    let mut x = bits.reverse_bits();
    x ^= x.wrapping_mul(0x3d20_adea);
    x = x.wrapping_add(seed);
    x = x.wrapping_mul((seed >> 16) | 1);
    x ^= x.wrapping_mul(0x0552_6c56);
    x ^= x.wrapping_mul(0x53a2_2864);
    x.reverse_bits()
}

/// The primitive polynomial of each dimension, its coefficients as bits; the first dimension has none.
const POLYNOMIALS: [u16; DIMENSIONS] = [
    1, 3, 7, 11, 13, 19, 25, 37, 41, 47, 55, 59, 61, 67, 91, 97, 103, 109, 115, 131, 137, 143, 145, 157, 167, 171, 185,
    191, 193, 203, 211, 213, 229, 239, 241, 247, 253, 285, 299, 301, 333, 351, 355, 357, 361, 369, 391, 397, 425, 451,
    463, 487, 501, 529, 539, 545, 557, 563, 601, 607, 617, 623, 631, 637,
];

/// The direction numbers that each dimension starts with, one dimension after another, as many as its polynomial's degree.
const START: &[u16] = &[
    1, 1, 3, 1, 3, 1, 1, 1, 1, 1, 1, 3, 3, 1, 3, 5, 13, 1, 1, 5, 5, 17, 1, 1, 5, 5, 5, 1, 1, 7, 11, 19, 1, 1, 5, 1, 1,
    1, 1, 1, 3, 11, 1, 3, 5, 5, 31, 1, 3, 3, 9, 7, 49, 1, 1, 1, 15, 21, 21, 1, 3, 1, 13, 27, 49, 1, 1, 1, 15, 7, 5, 1,
    3, 1, 15, 13, 25, 1, 1, 5, 5, 19, 61, 1, 3, 7, 11, 23, 15, 103, 1, 3, 7, 13, 13, 15, 69, 1, 1, 3, 13, 7, 35, 63, 1,
    3, 5, 9, 1, 25, 53, 1, 3, 1, 13, 9, 35, 107, 1, 3, 1, 5, 27, 61, 31, 1, 1, 5, 11, 19, 41, 61, 1, 3, 5, 3, 3, 13,
    69, 1, 1, 7, 13, 1, 19, 1, 1, 3, 7, 5, 13, 19, 59, 1, 1, 3, 9, 25, 29, 41, 1, 3, 5, 13, 23, 1, 55, 1, 3, 7, 3, 13,
    59, 17, 1, 3, 1, 3, 5, 53, 69, 1, 1, 5, 5, 23, 33, 13, 1, 1, 7, 7, 1, 61, 123, 1, 1, 7, 9, 13, 61, 49, 1, 3, 3, 5,
    3, 55, 33, 1, 3, 1, 15, 31, 13, 49, 245, 1, 3, 5, 15, 31, 59, 63, 97, 1, 3, 1, 11, 11, 11, 77, 249, 1, 3, 1, 11,
    27, 43, 71, 9, 1, 1, 7, 15, 21, 11, 81, 45, 1, 3, 7, 3, 25, 31, 65, 79, 1, 3, 1, 1, 19, 11, 3, 205, 1, 1, 5, 9, 19,
    21, 29, 157, 1, 3, 7, 11, 1, 33, 89, 185, 1, 3, 3, 3, 15, 9, 79, 71, 1, 3, 7, 11, 15, 39, 119, 27, 1, 1, 3, 1, 11,
    31, 97, 225, 1, 1, 1, 3, 23, 43, 57, 177, 1, 3, 7, 7, 17, 17, 37, 71, 1, 3, 1, 5, 27, 63, 123, 213, 1, 1, 3, 5, 11,
    43, 53, 133, 1, 3, 5, 5, 29, 17, 47, 173, 479, 1, 3, 3, 11, 3, 1, 109, 9, 69, 1, 1, 1, 5, 17, 39, 23, 5, 343, 1, 3,
    1, 5, 25, 15, 31, 103, 499, 1, 1, 1, 11, 11, 17, 63, 105, 183, 1, 1, 5, 11, 9, 29, 97, 231, 363, 1, 1, 5, 15, 19,
    45, 41, 7, 383, 1, 3, 7, 7, 31, 19, 83, 137, 221, 1, 1, 1, 3, 23, 15, 111, 223, 83, 1, 1, 5, 13, 31, 15, 55, 25,
    161, 1, 1, 3, 13, 25, 47, 39, 87, 257,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Joe & Kuo's program prints these for five dimensions; the last are `SciPy`'s for point 1,000 of 64.
    #[test]
    fn the_first_points_are_as_published() {
        let expected = [
            [0.0, 0.0, 0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25, 0.25, 0.75],
            [0.25, 0.75, 0.75, 0.75, 0.25],
            [0.375, 0.375, 0.625, 0.875, 0.375],
            [0.875, 0.875, 0.125, 0.375, 0.875],
            [0.625, 0.125, 0.875, 0.625, 0.625],
            [0.125, 0.625, 0.375, 0.125, 0.125],
        ];
        let sobol = Sobol::plain(5);
        for (index, row) in expected.iter().enumerate() {
            let mut point = [9.0; 5];
            sobol.point(u64::try_from(index).unwrap(), &mut point);
            assert_eq!(point.to_vec(), row, "point {index}");
        }
        let mut point = [0.0; DIMENSIONS];
        Sobol::plain(DIMENSIONS).point(1_000, &mut point);
        assert_eq!(point[60..], [457.0, 617.0, 265.0, 457.0].map(|steps: f64| steps / 1024.0));
    }

    #[test]
    fn scrambled_points_stay_as_even_as_plain_ones() {
        for seed in 0..5 {
            let sobol = Sobol::scrambled(DIMENSIONS, seed);
            let mut points = vec![[0.0; DIMENSIONS]; 256];
            for (index, point) in points.iter_mut().enumerate() {
                sobol.point(u64::try_from(index).unwrap(), point);
            }
            for dimension in 0..DIMENSIONS {
                // Each of 256 equal intervals holds one of the first 256 points.
                let mut held = [0; 256];
                for point in &points {
                    assert!(point[dimension] > 0.0 && point[dimension] < 1.0);
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
                    let interval = (point[dimension] * 256.0) as usize;
                    held[interval] += 1;
                }
                assert_eq!(held, [1; 256], "seed {seed}, dimension {dimension}");
            }
        }
        assert_ne!(first(1), first(2));
    }

    fn first(seed: u64) -> u64 {
        let mut point = [0.0];
        Sobol::scrambled(1, seed).point(0, &mut point);
        point[0].to_bits()
    }
}

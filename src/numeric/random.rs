//! Random numbers that are the same everywhere: a keyed stream of bits, and the laws drawn from it.

use chacha20::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

use super::float::{exp, ln};
use super::normal;

/// One stream of random numbers: `ChaCha` with 8 rounds (Bernstein 2008), keyed by a seed and a block, told apart by a number.
///
/// ```text
/// key = seed (8 bytes, little-endian) ‖ block (8 bytes) ‖ 16 zero bytes;   nonce = stream
/// ```
///
/// Integer arithmetic only, so the same bits natively and in wasm, whatever the processor.
pub struct Random(ChaCha8Rng);

impl std::fmt::Debug for Random {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Random")
    }
}

impl Random {
    /// The stream of this number, of a block of a seed.
    #[must_use]
    pub fn new(seed: u64, block: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        for (place, byte) in key.iter_mut().zip(seed.to_le_bytes().into_iter().chain(block.to_le_bytes())) {
            *place = byte;
        }
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(stream);
        Self(generator)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number between 0 and 1, neither of them: see [`open_unit`].
    pub fn uniform(&mut self) -> f64 {
        open_unit(self.bits())
    }

    /// Fills a slice with numbers between 0 and 1.
    pub fn fill(&mut self, numbers: &mut [f64]) {
        for number in numbers {
            *number = self.uniform();
        }
    }

    /// A standard normal number, by its [quantile](normal::quantile).
    pub fn normal(&mut self) -> f64 {
        normal::quantile(self.uniform())
    }

    /// A number of the gamma law with this shape (above 0) and scale 1.
    ///
    /// # Reference
    /// Marsaglia & Tsang (2000), a simple method for generating gamma variables; below shape 1 by their section 6.
    #[expect(clippy::many_single_char_names, reason = "as in the reference")]
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let larger = self.gamma(shape + 1.0);
            return larger * exp(ln(self.uniform()) / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = self.uniform();
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square || ln(u) < 0.5 * square + d * (1.0 - v + ln(v)) {
                return d * v;
            }
        }
    }
}

/// The upper 52 bits as a number between 0 and 1, in the middle of its step: never 0, never 1, and symmetric.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "52 bits fit")]
pub fn open_unit(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 52) as f64;
    ((bits >> 12) as f64 + 0.5) * STEP
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "what only tests use")]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// Strombergson (2013), test vectors for the stream cipher `ChaCha`, TC1: key and IV of zeros, 256 bits, 8 rounds.
    #[test]
    fn the_stream_is_chacha_as_published() {
        let expected = "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e";
        let mut random = Random::new(0, 0, 0);
        let mut got = String::new();
        for _ in 0..4 {
            for byte in random.bits().to_le_bytes() {
                let _ = write!(got, "{byte:02x}");
            }
        }
        assert_eq!(got, expected);
    }

    #[test]
    fn seed_block_and_stream_each_make_another_sequence() {
        let first = |seed, block, stream| Random::new(seed, block, stream).bits();
        let all = [first(1, 2, 3), first(2, 2, 3), first(1, 3, 3), first(1, 2, 4), first(2, 1, 3)];
        for (index, one) in all.iter().enumerate() {
            assert!(all[..index].iter().all(|other| other != one), "{all:?}");
        }
        assert_eq!(first(1, 2, 3), first(1, 2, 3));
    }

    #[test]
    fn a_uniform_number_is_never_an_end() {
        assert!(open_unit(0) > 0.0);
        assert!(open_unit(u64::MAX) < 1.0);
        assert!((open_unit(0) + open_unit(u64::MAX) - 1.0).abs() < 1e-300);
    }

    #[test]
    fn gammas_have_the_mean_and_variance_of_their_shape() {
        for shape in [0.3, 1.0, 2.5, 40.0] {
            let mut random = Random::new(7, 0, 0);
            let numbers: Vec<f64> = (0..40_000).map(|_| random.gamma(shape)).collect();
            let mean = numbers.iter().sum::<f64>() / 40_000.0;
            let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 40_000.0;
            let error = (shape / 40_000.0).sqrt();
            assert!((mean - shape).abs() < 4.0 * error, "shape {shape}: mean {mean}");
            assert!((variance / shape - 1.0).abs() < 0.08, "shape {shape}: variance {variance}");
        }
        let smallest = (0..10_000).map(|seed| Random::new(seed, 0, 0).gamma(0.5)).min_by(f64::total_cmp).unwrap();
        assert!(smallest >= 0.0);
    }
}

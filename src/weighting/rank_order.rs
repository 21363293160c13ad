//! Weights from an order of importance alone.

use super::data::shares;
use crate::numeric::count;
use crate::numeric::float::pow;
use crate::numeric::stats::{Ties, ranks};

/// How a position in the order becomes a weight.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Rule {
    /// The centre of all weights that the order admits: `(1/n) Σ_{j ≥ k} 1/j`.
    #[default]
    Centroid,
    /// Falling in equal steps: `n + 1 − k`.
    Sum,
    /// `1 / k`.
    Reciprocal,
    /// `(n + 1 − k)` to a power: 0 makes all equal, 1 is `Sum`.
    Exponent(f64),
}

/// The weights of things whose positions are given, 1 the most important; they sum to 1.
///
/// Equal positions share the mean of the weights of the places they take.
///
/// # Reference
/// Barron and Barrett (1996), Management Science 42:1515–1523; Stillwell, Seaver and Edwards (1981).
#[must_use]
pub fn weights(positions: &[f64], rule: Rule) -> Vec<f64> {
    let n = count(positions.len());
    let of = |place: usize| {
        let k = count(place) + 1.0;
        match rule {
            Rule::Centroid => (place..positions.len()).map(|j| 1.0 / (count(j) + 1.0)).sum::<f64>() / n,
            Rule::Sum => n + 1.0 - k,
            Rule::Reciprocal => 1.0 / k,
            Rule::Exponent(power) => pow(n + 1.0 - k, power),
        }
    };
    let (first, last) = (ranks(positions, Ties::Min), ranks(positions, Ties::Max));
    let shared = first.iter().zip(&last).map(|(first, last)| {
        let mut total = 0.0;
        let mut place = *first;
        while place <= *last {
            total += of(crate::numeric::stats::whole(place - 1.0));
            place += 1.0;
        }
        total / (last - first + 1.0)
    });
    shares(shared)
}

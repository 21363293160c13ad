//! The weights of several people, combined.

use super::data::shares;
use crate::numeric::count;
use crate::numeric::float::{exp, ln};
use crate::numeric::stats::{Ties, ranks};

/// How several weights of one thing become one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mean {
    /// The arithmetic mean of shares.
    #[default]
    Arithmetic,
    /// The geometric mean of shares, rescaled: whoever gives 0 decides alone.
    Geometric,
}

/// Weights of several people combined, and how far they agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// The combined weights, summing to 1.
    pub weights: Vec<f64>,
    /// Kendall's W of their orders of importance, from 0 (none) to 1 (all the same); missing for one person or one thing.
    pub concordance: f64,
}

/// The mean of several people's weights, each first made to sum to 1, so that nobody counts more for giving larger numbers.
///
/// # Reference
/// Forman and Peniwati (1998), EJOR 108:165–169.
#[must_use]
pub fn combine(people: &[Vec<f64>], mean: Mean) -> Combined {
    let own: Vec<Vec<f64>> = people.iter().map(|weights| shares(weights.iter().copied())).collect();
    let things = own.first().map_or(0, Vec::len);
    let each = (0..things).map(|thing| {
        let given = own.iter().filter_map(|weights| weights.get(thing));
        match mean {
            Mean::Arithmetic => given.sum::<f64>() / count(own.len()),
            Mean::Geometric => exp(given.map(|weight| ln(*weight)).sum::<f64>() / count(own.len())),
        }
    });
    let weights = shares(each);
    let orders: Vec<Vec<f64>> = own.iter().map(|weights| ranks(weights, Ties::Average)).collect();
    Combined { weights, concordance: crate::numeric::reliability::kendall_w(&orders) }
}

//! What a column looks like: its ends, middle, spread and shape.

use serde::Serialize;

use crate::numeric::stats::{Quantile, available, extent, kurtosis, mean, median, quantile, sd, skewness};
use crate::numeric::{present, sort_numbers};

/// A column in a few numbers; whatever cannot be said of so few values is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many values are available.
    pub available: usize,
    /// How many of them are not 0.
    pub non_zero: usize,
    /// How many different ones there are.
    pub unique: usize,
    /// How often the most frequent one occurs.
    pub most_common: usize,
    /// The smallest.
    pub min: Option<f64>,
    /// The first quartile (type 7).
    pub lower_quartile: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The third quartile (type 7).
    pub upper_quartile: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation of a sample (divided by n − 1).
    pub sd: Option<f64>,
    /// The adjusted skewness, G1.
    pub skewness: Option<f64>,
    /// The adjusted excess kurtosis, G2: 0 for a normal distribution.
    pub kurtosis: Option<f64>,
}

/// Summarises the values that are available.
#[must_use]
pub fn summary(column: &[f64]) -> Summary {
    let mut sorted = available(column);
    sort_numbers(&mut sorted);
    let (min, max) = extent(&sorted);
    let finite = |number: f64| present(number).filter(|number| number.is_finite());
    let runs = || sorted.chunk_by(|a, b| a >= b);
    Summary {
        available: sorted.len(),
        non_zero: sorted.iter().filter(|x| x.abs() > 0.0).count(),
        unique: runs().count(),
        most_common: runs().map(<[f64]>::len).max().unwrap_or(0),
        min: finite(min),
        lower_quartile: present(quantile(&sorted, 0.25, Quantile::Type7)),
        median: present(median(&sorted)),
        upper_quartile: present(quantile(&sorted, 0.75, Quantile::Type7)),
        max: finite(max),
        mean: present(mean(&sorted)),
        sd: present(sd(&sorted, 1.0)),
        skewness: present(skewness(&sorted)),
        kurtosis: present(kurtosis(&sorted)),
    }
}

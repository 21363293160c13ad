//! Sums, spreads, ranks and correlations of columns, missing values left out.

use super::{MISSING, count, is_missing, sort_numbers};

/// The values that are not missing.
#[must_use]
#[inline(never)]
pub fn available(column: &[f64]) -> Vec<f64> {
    column.iter().copied().filter(|value| !is_missing(*value)).collect()
}

/// The sum of the values that are not missing, and how many they are.
#[must_use]
#[inline(never)]
pub fn sum(column: &[f64]) -> (f64, f64) {
    let (mut total, mut number) = (0.0, 0.0);
    for value in column.iter().filter(|value| !is_missing(**value)) {
        total += value;
        number += 1.0;
    }
    (total, number)
}

/// The arithmetic mean, between the smallest and the largest value whatever rounding does: of equal values it is that value. Missing
/// when nothing is available.
#[must_use]
#[inline(never)]
pub fn mean(column: &[f64]) -> f64 {
    let (total, number) = sum(column);
    let (low, high) = extent(column);
    if number > 0.0 { (total / number).max(low).min(high) } else { MISSING }
}

/// The smallest and the largest value; (∞, −∞) when nothing is available.
#[must_use]
#[inline(never)]
pub fn extent(column: &[f64]) -> (f64, f64) {
    column.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)))
}

/// The square root of the sum of squares.
#[must_use]
#[inline(never)]
pub fn norm(column: &[f64]) -> f64 {
    column.iter().filter(|value| !is_missing(**value)).map(|value| value * value).sum::<f64>().sqrt()
}

/// The sum of a power, 2, 3 or 4, of the distances from the mean.
///
/// A column whose values are all one has exactly 0, whatever rounding did to its mean.
#[must_use]
#[inline(never)]
pub fn moment(column: &[f64], power: u32) -> f64 {
    let (low, high) = extent(column);
    if low >= high {
        return 0.0;
    }
    let centre = mean(column);
    let mut total = 0.0;
    for value in column.iter().filter(|value| !is_missing(**value)) {
        let distance = value - centre;
        let square = distance * distance;
        total += match power {
            2 => square,
            3 => square * distance,
            _ => square * square,
        };
    }
    total
}

/// The variance with `ddof` taken off the number of values: 1 for a sample's, 0 for a population's; missing when too few are
/// available.
#[must_use]
pub fn variance(column: &[f64], ddof: f64) -> f64 {
    let (_, number) = sum(column);
    if number > ddof { moment(column, 2) / (number - ddof) } else { MISSING }
}

/// The standard deviation: the square root of [`variance`].
#[must_use]
pub fn sd(column: &[f64], ddof: f64) -> f64 {
    variance(column, ddof).sqrt()
}

/// Skewness, adjusted for the number of values n (Fisher–Pearson G1: type 2 of Joanes and Gill, what Excel, SAS and COINr give);
/// 0 for a column of one value, missing below three values.
///
/// ```text
/// G₁ = √(n (n − 1)) / (n − 2) × m₃ / m₂^1.5     mₖ = Σ (x − x̄)ᵏ / n
/// ```
///
/// # Reference
/// Joanes and Gill (1998), The Statistician 47:183–189.
#[must_use]
pub fn skewness(column: &[f64]) -> f64 {
    let (_, n) = sum(column);
    let spread = (moment(column, 2) / n).sqrt();
    if n < 3.0 {
        MISSING
    } else if spread > 0.0 {
        (n * (n - 1.0)).sqrt() / (n - 2.0) * (moment(column, 3) / n / spread / spread / spread)
    } else {
        0.0
    }
}

/// Excess kurtosis, adjusted for the number of values n (G2: type 2 of Joanes and Gill): 0 for a normal distribution and for a
/// column of one value, missing below four values.
///
/// ```text
/// G₂ = (n − 1) / ((n − 2)(n − 3)) × ((n + 1) (m₄ / m₂² − 3) + 6)
/// ```
///
/// # Reference
/// Joanes and Gill (1998), The Statistician 47:183–189.
#[must_use]
pub fn kurtosis(column: &[f64]) -> f64 {
    let (_, n) = sum(column);
    let square = moment(column, 2) / n;
    if n < 4.0 {
        MISSING
    } else if square > 0.0 {
        (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * (moment(column, 4) / n / square / square - 3.0) + 6.0)
    } else {
        0.0
    }
}

/// Which rank equal values share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ties {
    /// The smallest of their positions: 1, 2, 2, 4.
    Min,
    /// The largest: 1, 3, 3, 4.
    Max,
    /// Their mean: 1, 2.5, 2.5, 4.
    #[default]
    Average,
    /// Consecutive numbers: 1, 2, 2, 3.
    Dense,
}

/// The rank of each value, rising from 1; missing values have none and do not count.
#[must_use]
#[inline(never)]
pub fn ranks(column: &[f64], ties: Ties) -> Vec<f64> {
    let mut sorted = available(column);
    sort_numbers(&mut sorted);
    if ties == Ties::Dense {
        sorted.dedup_by(|later, earlier| later <= earlier);
    }
    let rank = |value: &f64| {
        if is_missing(*value) {
            return MISSING;
        }
        let first = count(sorted.partition_point(|other| other < value)) + 1.0;
        let last = count(sorted.partition_point(|other| other <= value));
        match ties {
            Ties::Min | Ties::Dense => first,
            Ties::Max => last,
            Ties::Average => f64::midpoint(first, last),
        }
    };
    column.iter().map(rank).collect()
}

/// How a [`quantile`] lies between two values, by the number of Hyndman and Fan (1996).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Quantile {
    /// The inverse of the empirical distribution: `x⌈np⌉`.
    Type1,
    /// As type 1, but the mean of both where `np` is whole.
    Type2,
    /// Linear, `h = (n + 1) p`.
    Type6,
    /// Linear, `h = (n − 1) p + 1`: what R and numpy use when nothing is said, and what the engine uses.
    #[default]
    Type7,
}

/// The quantile of a share from 0 to 1 of the values available; missing when there is none.
#[must_use]
#[inline(never)]
pub fn quantile(column: &[f64], share: f64, kind: Quantile) -> f64 {
    let mut sorted = available(column);
    sort_numbers(&mut sorted);
    let number = count(sorted.len());
    // Positions count from 1; those outside are the nearest end.
    let at = |position: f64| {
        // Not `clamp`: it would bring the formatting of numbers into the wasm, for a panic that cannot be.
        let place = position.max(1.0).min(number.max(1.0)) - 1.0;
        sorted.get(whole(place)).copied().unwrap_or(MISSING)
    };
    let linear = |position: f64| {
        let below = position.floor();
        let part = position - below;
        let lower = at(below);
        if part > 0.0 { lower + part * (at(below + 1.0) - lower) } else { lower }
    };
    let product = number * share;
    match kind {
        Quantile::Type2 if product.fract() <= 0.0 => f64::midpoint(at(product), at(product + 1.0)),
        Quantile::Type1 | Quantile::Type2 => at(product.ceil()),
        Quantile::Type6 => linear((number + 1.0) * share),
        Quantile::Type7 => linear((number - 1.0) * share + 1.0),
    }
}

/// A whole number that is not negative, as an index.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast rounds down and stops at 0")]
pub fn whole(number: f64) -> usize {
    number as usize
}

/// The median: the middle value, or the mean of the two middle ones; missing when nothing is available.
#[must_use]
pub fn median(column: &[f64]) -> f64 {
    quantile(column, 0.5, Quantile::Type7)
}

/// The rows of two columns where both are available.
#[must_use]
#[inline(never)]
pub fn both(x: &[f64], y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    x.iter().zip(y).filter(|(x, y)| !is_missing(**x) && !is_missing(**y)).map(|(x, y)| (*x, *y)).unzip()
}

/// The covariance over the rows where both columns are available; missing when too few are.
#[must_use]
#[inline(never)]
pub fn covariance(x: &[f64], y: &[f64], ddof: f64) -> f64 {
    let (x, y) = both(x, y);
    let number = count(x.len());
    if number > ddof { products(&x, &y) / (number - ddof) } else { MISSING }
}

/// The sum of the products of distances from the means, of complete columns.
fn products(x: &[f64], y: &[f64]) -> f64 {
    let (mean_x, mean_y) = (mean(x), mean(y));
    x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum()
}

/// Pearson's correlation over the rows where both columns are available; missing when one of them does not vary there.
///
/// ```text
/// r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)
/// ```
#[must_use]
#[inline(never)]
pub fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let (x, y) = both(x, y);
    // Two roots instead of one: the product of two sums of squares may be beyond what a number holds.
    let spread = moment(&x, 2).sqrt() * moment(&y, 2).sqrt();
    if spread > 0.0 { (products(&x, &y) / spread).clamp(-1.0, 1.0) } else { MISSING }
}

/// Spearman's correlation: [`pearson`] of average ranks, taken over the rows where both columns are available.
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> f64 {
    let (x, y) = both(x, y);
    pearson(&ranks(&x, Ties::Average), &ranks(&y, Ties::Average))
}

/// Kendall's tau-b over the rows where both columns are available; missing when one of them does not vary there.
///
/// ```text
/// τ = Σ sign(Δx) sign(Δy) / √(pairs with Δx ≠ 0 × pairs with Δy ≠ 0)
/// ```
///
/// Every pair is looked at: 2,000 units take 2 million comparisons.
#[must_use]
#[inline(never)]
pub fn kendall(x: &[f64], y: &[f64]) -> f64 {
    let (x, y) = both(x, y);
    let (mut agreement, mut differ_x, mut differ_y) = (0.0, 0.0, 0.0);
    for (position, (xa, ya)) in x.iter().zip(&y).enumerate() {
        for (xb, yb) in x.iter().zip(&y).take(position) {
            let (dx, dy) = (sign(xa - xb), sign(ya - yb));
            agreement += dx * dy;
            differ_x += dx * dx;
            differ_y += dy * dy;
        }
    }
    agreement / (differ_x * differ_y).sqrt()
}

/// −1, 0 or 1.
#[must_use]
pub fn sign(number: f64) -> f64 {
    if number > 0.0 {
        1.0
    } else if number < 0.0 {
        -1.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_of_equal_values_is_that_value_and_of_none_is_missing() {
        for value in [0.1, 3.870_698_817_635_9, -1e-30, 1e30] {
            for length in 1..40 {
                assert_eq!(mean(&vec![value; length]).to_bits(), f64::to_bits(value), "{length} times {value}");
            }
        }
        assert!(is_missing(mean(&[])) && is_missing(mean(&[MISSING])));
    }

    #[test]
    fn a_column_of_one_value_has_no_spread_whatever_its_mean_rounds_to() {
        assert_eq!(sd(&[0.1, 0.1, 0.1], 1.0).to_bits(), 0.0_f64.to_bits());
        assert!(is_missing(pearson(&[0.1, 0.1, 0.1], &[1.0, 2.0, 3.0])));
    }

    #[test]
    fn missing_values_are_left_out_and_nothing_is_missing() {
        assert!((mean(&[1.0, MISSING, 3.0]) - 2.0).abs() < 1e-15);
        assert!(is_missing(mean(&[])) && is_missing(sd(&[1.0], 1.0)) && is_missing(median(&[MISSING])));
        assert!(is_missing(kendall(&[1.0], &[1.0])));
        assert!((pearson(&[1.0, MISSING, 2.0, 3.0], &[2.0, 7.0, 4.0, 6.0]) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn ranks_follow_the_rule_for_ties() {
        let column = [2.0, 4.0, MISSING, 4.0, 1.0];
        let expected = [
            (Ties::Min, [2.0, 3.0, 3.0, 1.0]),
            (Ties::Max, [2.0, 4.0, 4.0, 1.0]),
            (Ties::Average, [2.0, 3.5, 3.5, 1.0]),
            (Ties::Dense, [2.0, 3.0, 3.0, 1.0]),
        ];
        for (ties, expected) in expected {
            let ranks = ranks(&column, ties);
            assert!(is_missing(ranks[2]));
            assert_eq!(available(&ranks), expected, "{ties:?}");
        }
    }

    #[test]
    fn magnitudes_do_not_overflow_a_correlation() {
        for scale in [1e-30, 1.0, 1e30] {
            let x: Vec<f64> = [1.0, 2.0, 4.0].iter().map(|x| x * scale).collect();
            assert!((pearson(&x, &[1e30, 2e30, 4e30]) - 1.0).abs() < 1e-12, "{scale}");
        }
    }
}

//! What counts over draws say, each number with its sampling error.

use serde::Serialize;

use crate::numeric::{BIN_STEPS, BINS, Counts, STEPS, Scale, WEIGHT_STEPS};

/// Standard errors on either side of an estimate that hold it in 95 of 100 simulations.
pub const NINETY_FIVE: f64 = 1.959_963_984_540_054;

/// A number estimated from draws.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// In 95 of 100 simulations the number that endless draws would give lies between this …
    pub lower: f64,
    /// … and this.
    pub upper: f64,
}

/// A whole number of draws as a number.
#[expect(clippy::cast_precision_loss, reason = "counts of draws are far below 2^53")]
fn number(count: u64) -> f64 {
    count as f64
}

/// The share `hits / draws` with Wilson's interval, which holds at 0 and 1 too.
///
/// ```text
/// (p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) / (1 + z²/n),   z = 1.96
/// ```
///
/// From 0 to 1; 0 to 1 is the interval of no draws.
///
/// # Reference
/// Wilson (1927), probable inference, JASA 22.
#[must_use]
pub fn share(hits: u64, draws: u64) -> Estimate {
    if draws == 0 {
        return Estimate { value: 0.0, lower: 0.0, upper: 1.0 };
    }
    let n = number(draws);
    let p = number(hits) / n;
    let square = NINETY_FIVE * NINETY_FIVE;
    let middle = p + square / (2.0 * n);
    let half = NINETY_FIVE * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    // At the ends rounding must not part the interval from its share.
    Estimate {
        value: p,
        lower: ((middle - half) / whole).max(0.0).min(p),
        upper: ((middle + half) / whole).min(1.0).max(p),
    }
}

/// In how many draws a unit has a score.
#[must_use]
pub fn scored(counts: &Counts, unit: usize) -> u64 {
    rank_row(counts, unit).iter().map(|count| u64::from(*count)).sum()
}

/// A unit's counts by rank, rank 1 first.
#[must_use]
pub fn rank_row(counts: &Counts, unit: usize) -> &[u32] {
    let units = counts.sums.len();
    counts.ranks.get(unit * units..(unit + 1) * units).unwrap_or_default()
}

/// The mean and the standard deviation (n − 1 below) of whole numbers with this sum and sum of squares, exact before the last
/// rounding; none of no numbers.
#[expect(clippy::cast_precision_loss, reason = "rounded once, at the end")]
fn mean_and_sd(n: u64, sum: u128, squares: u128) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let spread = u128::from(n) * squares - sum * sum;
    let below = u128::from(n) * u128::from(n - 1);
    let variance = if below == 0 { 0.0 } else { spread as f64 / below as f64 };
    Some((sum as f64 / number(n), variance.sqrt()))
}

/// The mean with the interval that its standard error gives.
fn mean_of(n: u64, mean: f64, sd: f64) -> Estimate {
    let half = NINETY_FIVE * sd / number(n).sqrt();
    Estimate { value: mean, lower: mean - half, upper: mean + half }
}

/// The mean and the standard deviation of a unit's scores, on the scale; none when it never has one.
#[must_use]
pub fn score(counts: &Counts, unit: usize, scale: Scale) -> Option<(Estimate, f64)> {
    let n = scored(counts, unit);
    let sum = u128::from(counts.sums.get(unit).copied().unwrap_or(0));
    let (mean, sd) = mean_and_sd(n, sum, counts.sum_of_squares(unit))?;
    let sd = sd / STEPS * scale.width();
    Some((mean_of(n, scale.at(mean / STEPS), sd), sd))
}

/// The mean and the standard deviation of a unit's ranks; none when it never has one.
#[must_use]
pub fn rank(counts: &Counts, unit: usize) -> Option<(Estimate, f64)> {
    let row = || rank_row(counts, unit).iter().zip(1_u128..).map(|(count, rank)| (u128::from(*count), rank));
    let n = scored(counts, unit);
    let sum = row().map(|(count, rank)| count * rank).sum();
    let (mean, sd) = mean_and_sd(n, sum, row().map(|(count, rank)| count * rank * rank).sum())?;
    Some((mean_of(n, mean, sd), sd))
}

/// The rank below which a share `p` of a unit's ranks lies, between two ranks where it falls between them (Hyndman & Fan's type 7,
/// R's default), with the interval of the order statistics; none when it never has one.
#[must_use]
pub fn rank_quantile(counts: &Counts, unit: usize, p: f64) -> Option<Estimate> {
    let n = scored(counts, unit);
    let row = rank_row(counts, unit);
    let at = |place: f64| {
        let before = place.floor();
        let (low, high) = (rank_at(row, before), rank_at(row, before + 1.0));
        low + (place - before) * (high.max(low) - low)
    };
    (n > 0).then(|| {
        let last = number(n - 1);
        let half = NINETY_FIVE * (number(n) * p * (1.0 - p)).sqrt();
        let place = last * p;
        Estimate {
            value: at(place),
            lower: at((place - half).max(0.0).floor()),
            upper: at((place + half).min(last).ceil()),
        }
    })
}

/// The rank at a place, from 0, among all in rising order; the last beyond them.
fn rank_at(row: &[u32], place: f64) -> f64 {
    let mut before = 0.0;
    let mut last = 0.0;
    for (count, rank) in row.iter().zip(1_u32..).filter(|(count, _)| **count > 0) {
        before += f64::from(*count);
        last = f64::from(rank);
        if place < before {
            return last;
        }
    }
    last
}

/// The best and the worst rank that a unit takes in any draw.
#[must_use]
pub fn best_and_worst(counts: &Counts, unit: usize) -> Option<(u32, u32)> {
    let taken = || rank_row(counts, unit).iter().zip(1_u32..).filter(|(count, _)| **count > 0).map(|(_, rank)| rank);
    taken().next().zip(taken().last())
}

/// The score below which a share `p` of a unit's scores lies, with the interval of the order statistics; none when it never has one.
///
/// From a histogram of [`BINS`] bins of 0.134 % of the scale, evenly spread within a bin, and never farther from the mean than any
/// law with this standard deviation allows (Cantelli's inequality): what does not vary has one score for every quantile.
#[must_use]
pub fn score_quantile(counts: &Counts, unit: usize, p: f64, scale: Scale) -> Option<Estimate> {
    let bins = counts.bins.get(unit * BINS..(unit + 1) * BINS).unwrap_or_default();
    let (Estimate { value: mean, .. }, sd) = score(counts, unit, scale)?;
    let n = number(scored(counts, unit));
    let at = |place: f64| {
        let share = clamped(place / n, 0.5 / n, 1.0 - 0.5 / n);
        let (lower, upper) = (mean - sd * ((1.0 - share) / share).sqrt(), mean + sd * (share / (1.0 - share)).sqrt());
        let mut before = 0.0;
        for (bin, count) in bins.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = f64::from(*count);
            if place <= before + count {
                let within = (place - before).max(0.0) / count;
                let steps = (crate::numeric::count(bin) + within) * number(BIN_STEPS);
                return clamped(scale.at(steps / STEPS).min(scale.upper), lower, upper);
            }
            before += count;
        }
        upper.min(scale.upper)
    };
    let half = NINETY_FIVE * (n * p * (1.0 - p)).sqrt();
    let place = n * p;
    Some(Estimate { value: at(place), lower: at(place - half), upper: at((place + half).min(n)) })
}

/// A number, or the end that it lies beyond. [`f64::clamp`] would print the ends if they were the wrong way round, and bring the
/// standard library's formatting of numbers with it.
fn clamped(number: f64, lower: f64, upper: f64) -> f64 {
    if number < lower {
        lower
    } else if number > upper {
        upper
    } else {
        number
    }
}

/// The mean of the weights with which a unit is first, by indicator; none when it never is.
///
/// # Reference
/// Lahdelma & Salminen (2001), SMAA-2, Operations Research 49(3).
#[must_use]
pub fn central_weights(counts: &Counts, unit: usize) -> Option<Vec<f64>> {
    let first = u64::from(*rank_row(counts, unit).first()?);
    let weights = counts.centres.len() / counts.sums.len();
    let row = counts.centres.get(unit * weights..(unit + 1) * weights)?;
    (first > 0).then(|| row.iter().map(|sum| number_of_steps(*sum) / number(first)).collect())
}

#[expect(clippy::cast_precision_loss, reason = "rounded once")]
fn number_of_steps(sum: u64) -> f64 {
    sum as f64 / WEIGHT_STEPS
}

/// The largest standard error of a share: of a rank acceptability, or of a pairwise winning probability.
///
/// ```text
/// √(p (1 − p) / n)
/// ```
#[must_use]
pub fn largest_error(counts: &Counts) -> f64 {
    if counts.draws == 0 {
        return 0.5;
    }
    let n = number(counts.draws);
    let of = |counts: &[u32]| {
        counts.iter().fold(0.0_f64, |largest, count| {
            let p = f64::from(*count) / n;
            largest.max(p * (1.0 - p))
        })
    };
    (of(&counts.ranks).max(of(&counts.wins)) / n).sqrt()
}

/// The entropy in bits of how often each of several things happened: 0 when one of them always did.
///
/// ```text
/// −Σ p log₂ p   over those that happened
/// ```
#[must_use]
pub fn entropy_bits(counts: &[u64]) -> f64 {
    let total: u64 = counts.iter().sum();
    let happened = counts.iter().filter(|count| **count > 0);
    happened.fold(0.0, |bits, count| {
        let p = number(*count) / number(total);
        bits - p * crate::numeric::float::ln(p) / std::f64::consts::LN_2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe (1998), two-sided confidence intervals for the single proportion, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    #[test]
    fn wilson_intervals_are_as_published() {
        for (hits, draws, lower, upper) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let share = share(hits, draws);
            assert!(
                (share.lower - lower).abs() < 5e-5 && (share.upper - upper).abs() < 5e-5,
                "{hits}/{draws}: {share:?}"
            );
        }
    }

    #[test]
    fn a_share_of_no_draws_is_anything() {
        assert_eq!(share(0, 0), Estimate { value: 0.0, lower: 0.0, upper: 1.0 });
        assert_eq!((share(5, 5).value, share(5, 5).upper), (1.0, 1.0));
    }

    #[test]
    fn entropy_is_in_bits() {
        assert_eq!(entropy_bits(&[7, 0]), 0.0);
        assert!((entropy_bits(&[1, 1, 2]) - 1.5).abs() < 1e-15);
    }
}

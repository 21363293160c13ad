//! Krippendorff's alpha: agreement of raters beyond chance, whatever is missing.

use crate::numeric::{count, sort_numbers};

/// How the distance between two values counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measurement {
    /// Names: different or not.
    Nominal,
    /// Ranks: how many values lie between.
    Ordinal,
    /// Differences.
    Interval,
    /// Differences relative to the sum.
    Ratio,
}

/// Krippendorff's alpha of ratings given as one list of values a thing judged, at any number of raters.
///
/// ```text
/// α = 1 − (n − 1) Σ o(c,k) δ²(c,k) / Σ n(c) n(k) δ²(c,k)
/// o(c,k) = Σ over things: pairs (c,k) / (values of the thing − 1)
/// δ²: nominal 1 when different; interval (c − k)²; ratio ((c − k)/(c + k))²;
///     ordinal (Σ n from c to k − (n(c) + n(k))/2)²
/// ```
///
/// From 1 (agreement) over 0 (as by chance) downwards. Things with fewer than two values are left out. `None` when nothing is
/// left, or when all values are one, so that there is nothing to disagree on.
///
/// # Differs from
/// Ordinal distances use the values that occur; the Python package `krippendorff` may be given a wider domain.
///
/// # Reference
/// Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
///
/// # Example
/// Two raters, three things: (1, 1), (2, 2), (1, 2). Six values, three of each; disagreement observed 2 of 6 pairs, expected
/// 18 of 30: α = 1 − (2/6) / (18/30) = 4/9.
/// ```
/// use comity::analysis::krippendorff::{Measurement, alpha};
/// let alpha = alpha(&[vec![1.0, 1.0], vec![2.0, 2.0], vec![1.0, 2.0]], Measurement::Nominal).unwrap();
/// assert!((alpha - 4.0 / 9.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn alpha(things: &[Vec<f64>], measurement: Measurement) -> Option<f64> {
    let pairable: Vec<&Vec<f64>> = things.iter().filter(|values| values.len() >= 2).collect();
    let mut domain: Vec<f64> = pairable.iter().flat_map(|values| values.iter().map(|value| value + 0.0)).collect();
    let total = count(domain.len());
    sort_numbers(&mut domain);
    let mut frequencies: Vec<(f64, f64)> = Vec::new();
    for value in domain {
        match frequencies.last_mut() {
            Some((last, frequency)) if last.to_bits() == value.to_bits() => *frequency += 1.0,
            _ => frequencies.push((value, 1.0)),
        }
    }
    let mut observed = 0.0;
    for values in &pairable {
        let mut sum = 0.0;
        for a in *values {
            for b in *values {
                sum += squared_distance(*a, *b, &frequencies, measurement);
            }
        }
        observed += sum / (count(values.len()) - 1.0);
    }
    let mut expected = 0.0;
    for (a, times_a) in &frequencies {
        for (b, times_b) in &frequencies {
            expected += times_a * times_b * squared_distance(*a, *b, &frequencies, measurement);
        }
    }
    (expected > 0.0).then(|| 1.0 - (total - 1.0) * observed / expected)
}

fn squared_distance(a: f64, b: f64, frequencies: &[(f64, f64)], measurement: Measurement) -> f64 {
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    if low >= high {
        return 0.0;
    }
    let distance = match measurement {
        Measurement::Nominal => 1.0,
        Measurement::Interval => high - low,
        Measurement::Ratio => (high - low) / (high + low),
        Measurement::Ordinal => {
            let between = frequencies.iter().filter(|(value, _)| *value >= low && *value <= high);
            let is_end =
                |value: f64| value.to_bits() == (low + 0.0).to_bits() || value.to_bits() == (high + 0.0).to_bits();
            let ends = frequencies.iter().filter(|(value, _)| is_end(*value));
            between.map(|(_, times)| times).sum::<f64>() - ends.map(|(_, times)| times).sum::<f64>() / 2.0
        }
    };
    distance * distance
}

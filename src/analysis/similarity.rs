//! How alike two rankings are, with the top counting more.

use crate::numeric::count;
use crate::numeric::float::pow;
use crate::numeric::stats::sign;

/// The weighted Spearman correlation of two rankings without gaps, 1 the best: differences at the top count more. From −1 to 1.
///
/// ```text
/// r_w = 1 − 6 Σ (x − y)² ((N − x + 1) + (N − y + 1)) / (N⁴ + N³ − N² − N)
/// ```
///
/// # Reference
/// Pinto da Costa and Soares (2005), Australian and New Zealand Journal of Statistics 47:515–529.
#[must_use]
pub fn weighted_spearman(x: &[f64], y: &[f64]) -> f64 {
    let n = count(x.len());
    let part = |(x, y): (&f64, &f64)| (x - y) * (x - y) * ((n - x + 1.0) + (n - y + 1.0));
    let sum: f64 = x.iter().zip(y).map(part).sum();
    1.0 - 6.0 * sum / (n * n * n * n + n * n * n - n * n - n)
}

/// The WS coefficient of rank similarity: how far `y` keeps the top of the reference `x`. From 0 to 1; not symmetric.
///
/// ```text
/// WS = 1 − Σ 2^(−x) |x − y| / max(|1 − x|, |N − x|)
/// ```
///
/// # Reference
/// Sałabun and Urbaniak (2020), A new coefficient of rankings similarity, ICCS 2020.
#[must_use]
pub fn rank_similarity(x: &[f64], y: &[f64]) -> f64 {
    let n = count(x.len());
    let part =
        |(x, y): (&f64, &f64)| pow(2.0, -x) * crate::numeric::ratio((x - y).abs(), (1.0 - x).abs().max((n - x).abs()));
    1.0 - x.iter().zip(y).map(part).sum::<f64>()
}

/// Goodman and Kruskal's gamma: of the pairs that neither ranking ties, those in one order less those in opposite ones. From −1 to
/// 1; missing where every pair is tied.
#[must_use]
pub fn gamma(x: &[f64], y: &[f64]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for (position, (xa, ya)) in x.iter().zip(y).enumerate() {
        for (xb, yb) in x.iter().zip(y).take(position) {
            let product = sign(xa - xb) * sign(ya - yb);
            sum += product;
            pairs += product * product;
        }
    }
    sum / pairs
}

//! The gamma law.

use crate::numeric::float::{exp, ln, ln_gamma};
use crate::numeric::normal;

/// The share of the gamma law of this shape, with scale 1, below `x`.
///
/// # Reference
/// Abramowitz & Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction, evaluated as Lentz (1976) does).
#[must_use]
#[expect(clippy::many_single_char_names, reason = "as in the reference")]
fn share_below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = exp(shape * ln(x) - x - ln_gamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut next) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..TERMS {
            next += 1.0;
            term *= x / next;
            sum += term;
            if term < sum * 1e-16 {
                break;
            }
        }
        return front * sum;
    }
    let mut b = x + 1.0 - shape;
    let mut c = f64::MAX;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1_u32..TERMS {
        let step = f64::from(step);
        let a = -step * (step - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = d * c;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 - front * fraction
}

/// Terms at most: more than any shape below 10⁵ needs for 1e-12.
const TERMS: u32 = 5_000;

/// The quantile of the gamma law of this shape (above 0), with scale 1: the number below which a share `p` of it lies.
///
/// Within 1e-9 of the size of the result; from the start of Wilson & Hilferty (1931) by Newton's method between bounds.
#[must_use]
pub(crate) fn quantile(shape: f64, p: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let cube = 1.0 - ninth + normal::quantile(p) * ninth.sqrt();
    // Near 0 the law is a power: p ≈ x^shape / Γ(shape + 1).
    let power = exp((ln(p) + ln_gamma(shape + 1.0)) / shape);
    let mut x = if cube > 0.3 { shape * cube * cube * cube } else { power };
    let (mut lower, mut upper) = (0.0, f64::INFINITY);
    for _ in 0..60 {
        let error = share_below(shape, x) - p;
        if error > 0.0 {
            upper = x;
        } else {
            lower = x;
        }
        let density = exp((shape - 1.0) * ln(x) - x - ln_gamma(shape));
        let mut next = x - error / density;
        let inside = next > lower && next < upper;
        if !inside {
            next = if upper.is_finite() { lower + (upper - lower) / 2.0 } else { 2.0 * x };
        }
        if (next - x).abs() <= 1e-10 * next || next <= 0.0 {
            return next.max(0.0);
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2 `qgamma` and, for shape 1, −ln(1 − p).
    #[test]
    fn quantiles_are_those_of_tables() {
        let table = [
            (1.0, 0.5, std::f64::consts::LN_2),
            (2.5, 0.95, 5.535_248_8),
            (10.0, 0.01, 4.130_199_0),
            (0.5, 0.5, 0.227_468_21),
        ];
        for (shape, p, expected) in table {
            let got = quantile(shape, p);
            assert!((got - expected).abs() < 2e-7 * expected, "shape {shape}, {p}: {got}");
        }
    }

    #[test]
    fn the_share_below_a_quantile_is_what_was_asked() {
        for shape in [0.05, 0.4, 1.0, 3.0, 25.0, 900.0] {
            for p in [1e-6, 0.01, 0.3, 0.7, 0.99, 0.999_999] {
                let x = quantile(shape, p);
                assert!((share_below(shape, x) - p).abs() < 1e-8 * p.max(0.01), "shape {shape}, {p}: {x}");
            }
        }
    }
}

//! Entropy weights: an indicator that spreads units unevenly says more.

use super::data::{Data, refuse_below, shares_of};
use super::{Sibling, Weigh};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::count;
use crate::numeric::float::ln;
use crate::numeric::stats::{available, sum};
use crate::stage::plain_method;

/// How far each indicator's entropy falls short of the highest, as shares.
///
/// ```text
/// p = x / Σ x     H = −Σ p ln p / ln n     w = (1 − H) / Σ (1 − H)
/// ```
///
/// `0 ln 0` is 0. Directions play no part. Missing values are left out, of n too. A constant indicator weighs 0; when all are
/// constant, or there is a single unit, all weigh the same.
///
/// # Differs from
/// pyDecision, which takes `1 / x` where lower is better; pymcdm and scikit-criteria agree with this.
///
/// # Errors
/// [`Unfit`] below 0.
///
/// # Reference
/// Shannon (1948); Zeleny (1982), Multiple Criteria Decision Making, chapter 7.
pub fn weights(columns: &[&[f64]]) -> Result<Vec<f64>, Unfit> {
    refuse_below(columns, |_| false)?;
    let short = |column: &[f64]| {
        let values = available(column);
        let (total, _) = sum(&values);
        let (low, high) = crate::numeric::stats::extent(&values);
        if low >= high {
            return 0.0;
        }
        let mut entropy = 0.0;
        for share in values.iter().map(|x| x / total).filter(|share| *share > 0.0) {
            entropy -= share * ln(share);
        }
        1.0 - entropy / ln(count(values.len()))
    };
    Ok(shares_of(columns, &short))
}

plain_method! {
    /// Shannon's entropy. See [`weights`].
    Entropy:
        "children that spread units unevenly weigh more",
        "(1 − H) / Σ (1 − H), H = −Σ p ln p / ln n",
        "Zeleny (1982)"
}

impl Weigh for Entropy {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        Data::of(siblings).weights("entropy", path, |data| weights(&data.columns))
    }

    fn uses_data(&self) -> bool {
        true
    }
}

//! The weighted arithmetic mean.

use super::{Aggregate, Children, Missing};
use crate::numeric::is_missing;
use crate::stage::plain_method;

plain_method! {
    /// The weighted arithmetic mean: fully compensatory, a low child can be made up for by a high one.
    ///
    /// ```text
    /// y = Σ wᵢ xᵢ / Σ wᵢ   over the children present
    /// ```
    ///
    /// On the scale of its children. Missing values as [`Missing`] says; never zero. Complete and incomplete units are added up in
    /// the same order and divided by the same kind of sum, so that a gap in one row moves no bit of another.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 7.
    Arithmetic
}

impl Aggregate for Arithmetic {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], scratch: &mut [f64]) {
        out.fill(0.0);
        if children.missing == Missing::Rescale && !children.complete {
            scratch.fill(0.0);
            for (weight, column) in children.weighted() {
                for ((sum, total), x) in out.iter_mut().zip(scratch.iter_mut()).zip(column) {
                    let present = !is_missing(*x);
                    *sum += if present { weight * x } else { 0.0 };
                    *total += if present { weight } else { 0.0 };
                }
            }
            for (sum, total) in out.iter_mut().zip(scratch.iter()) {
                // 0 / 0 where every child is missing: missing.
                *sum /= *total;
            }
        } else {
            let mut total = 0.0;
            for (weight, column) in children.weighted() {
                total += weight;
                for (sum, x) in out.iter_mut().zip(column) {
                    *sum += weight * x;
                }
            }
            for sum in out.iter_mut() {
                *sum /= total;
            }
        }
    }

    fn adds_up(&self) -> bool {
        true
    }
}

//! The weighted arithmetic mean.

use super::{Aggregate, Children, Missing};
use crate::numeric::column;
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
    Arithmetic:
        "weighted mean: a low child can be made up for by a high one",
        "Σ wᵢ xᵢ / Σ wᵢ",
        "OECD/JRC (2008), step 7"
}

impl Aggregate for Arithmetic {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], scratch: &mut [f64]) {
        out.fill(0.0);
        if children.missing == Missing::Rescale && !children.complete {
            scratch.fill(0.0);
            for (weight, values) in children.weighted() {
                column::add_weighted_present(out, scratch, weight, values);
            }
            column::divide(out, scratch);
        } else {
            let mut total = 0.0;
            for (weight, values) in children.weighted() {
                total += weight;
                column::add_weighted(out, weight, values);
            }
            column::divide_by(out, total);
        }
    }

    fn adds_up(&self) -> bool {
        true
    }
}

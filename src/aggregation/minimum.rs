//! The lowest child.

use super::{Aggregate, Children};
use crate::stage::plain_method;

plain_method! {
    /// The lowest child decides: nothing can be made up for.
    ///
    /// ```text
    /// y = min xᵢ   over the children present that weigh anything
    /// ```
    ///
    /// On the scale of its children; how much a child weighs does not matter, unless it is 0. Missing values as
    /// [`Missing`](super::Missing) says; never zero.
    ///
    /// # Differs from
    /// LineUp, where a missing value counts as 0.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 7.
    Minimum:
        "the lowest child: nothing can be made up for",
        "min xᵢ",
        "OECD/JRC (2008), step 7"
}

impl Aggregate for Minimum {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        children.each(out, &mut |parts| parts.iter().fold(f64::INFINITY, |least, part| least.min(part.value)));
    }

    fn adds_up(&self) -> bool {
        false
    }
}

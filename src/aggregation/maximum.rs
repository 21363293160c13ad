//! The highest child.

use super::{Aggregate, Children};
use crate::stage::plain_method;

plain_method! {
    /// The highest child decides: everything can be made up for.
    ///
    /// ```text
    /// y = max xᵢ   over the children present that weigh anything
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
    Maximum:
        "the highest child: everything can be made up for",
        "max xᵢ",
        "OECD/JRC (2008), step 7"
}

impl Aggregate for Maximum {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        children.each(out, &mut |parts| parts.iter().fold(f64::NEG_INFINITY, |most, part| most.max(part.value)));
    }

    fn adds_up(&self) -> bool {
        false
    }
}

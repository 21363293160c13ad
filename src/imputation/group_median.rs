//! The median of the unit's group.

use super::{Impute, Table};
use crate::numeric::stats::median;
use crate::stage::plain_method;

plain_method! {
    /// The median of the values of the ranked units of the same [`group`](crate::data::Unit::group). A unit without a group, and a group
    /// without a value, keep their gaps.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 2; COINr's `i_median_grp`.
    GroupMedian:
        "median of the units of the same group",
        "median of x over the group",
        "OECD/JRC (2008), step 2"
}

impl Impute for GroupMedian {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by_group(wanted, &median)
    }
}

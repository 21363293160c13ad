//! The mean of the unit's group.

use super::{Impute, Table};
use crate::numeric::stats::mean;
use crate::stage::plain_method;

plain_method! {
    /// The mean of the values of the ranked units of the same [`group`](crate::data::Unit::group). A unit without a group, and a group
    /// without a value, keep their gaps.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 2: conditional mean; COINr's `i_mean_grp`.
    GroupMean:
        "mean of the units of the same group",
        "Σ x / n over the group",
        "OECD/JRC (2008), step 2"
}

impl Impute for GroupMean {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by_group(wanted, &mean)
    }
}

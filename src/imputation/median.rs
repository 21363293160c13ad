//! The median of the values there.

use super::{Impute, Table};
use crate::numeric::stats::median;
use crate::stage::plain_method;

plain_method! {
    /// The median of the values of the ranked units; of an even number, the mean of the two middle ones. With no value at all, missing
    /// stays missing.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 2.
    Median:
        "median of the indicator's values",
        "median of x",
        "OECD/JRC (2008), step 2"
}

impl Impute for Median {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by(wanted, &median)
    }
}

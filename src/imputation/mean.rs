//! The mean of the values there.

use super::{Impute, Table};
use crate::numeric::stats::mean;
use crate::stage::plain_method;

plain_method! {
    /// The mean of the values of the ranked units. It narrows the indicator's spread. With no value at all, missing stays missing.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 2: unconditional mean.
    Mean:
        "mean of the indicator's values",
        "Σ x / n",
        "OECD/JRC (2008), step 2"
}

impl Impute for Mean {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by(wanted, &mean)
    }
}
